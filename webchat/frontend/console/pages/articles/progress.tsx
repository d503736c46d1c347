/** How far an import is: read, searchable, the time left; what became of it, and what was wrong. */
import { useEffect, useState } from "preact/hooks";
import { language } from "../../i18n";
import { type Import, readImport } from "../../net/knowledge";
import { href } from "../route";
import { inWords, keep, secondsLeft, type Told } from "./text/pace";
import { tx, txn } from "./texts";

const POLL_MS = 700;
const LOST_POLL_MS = 2_000;

export interface Pace {
  told: readonly Told[];
  /** The server did not answer the last time. */
  isLost: boolean;
}

/** Files are still being read. */
export const isOpen = ({ state }: Import): boolean => state === "waiting" || state === "running";

/** Something still happens, on its own: files are read, or articles that are in become searchable. */
export const isUnderWay = (one: Import): boolean => isOpen(one) || one.to_index > 0;

/** How many need nothing more. */
const finished = ({ done, to_index }: Import): number => Math.max(0, done - to_index);

/** Asks how far it is until it is over; an answer that fails to come is asked for again. */
export function useProgress(running: Import | null, change: (running: Import) => void): Pace {
  const [turn, setTurn] = useState(0);
  const [pace, setPace] = useState<Pace & { id: string }>({ id: "", told: [], isLost: false });
  const isOver = !running || !isUnderWay(running);
  useEffect(() => {
    if (!running || isOver) return;
    const soon = setTimeout(
      () => {
        readImport(running.id).then(
          (found) => {
            const now = { done: finished(found), at_ms: Date.now() };
            const before = pace.id === found.id ? pace.told : [];
            setPace({ id: found.id, told: keep(before, now), isLost: false });
            change(found);
          },
          () => {
            setPace((before) => ({ ...before, isLost: true }));
            setTurn(turn + 1);
          },
        );
      },
      pace.isLost ? LOST_POLL_MS : POLL_MS,
    );
    return () => clearTimeout(soon);
  }, [running, turn, isOver]);
  return pace;
}

interface ProgressProps {
  running: Import;
  pace: Pace;
  cancel: () => void;
}

export function Progress({ running, pace, cancel }: ProgressProps) {
  const isRead = !isOpen(running);
  return (
    <section class="import-progress" aria-label={tx("import.progress")}>
      <h3>{tx(heading(running))}</h3>
      {isUnderWay(running) && <Bar running={running} pace={pace} />}
      {!isRead && (
        <button type="button" class="btn quiet small" onClick={cancel}>
          {tx("import.cancel")}
        </button>
      )}
      {isRead && <Outcome running={running} />}
      <Problems of={running} />
      <Changes running={running} />
    </section>
  );
}

/** What was left out: file, line and reason. */
export function Problems({ of }: { of: Import }) {
  if (of.errors.length === 0) return null;
  return (
    <ul class="import-errors">
      {of.errors.slice(0, 100).map((each, i) => (
        <li key={i}>
          <strong>{each.file}</strong>
          {each.line !== null && `, ${tx("import.line", { line: each.line })}`}: {each.message}
        </li>
      ))}
    </ul>
  );
}

function heading(running: Import) {
  const { state, dry_run, to_index } = running;
  if (isOpen(running)) return dry_run ? "import.trying" : "import.running";
  return state === "done" && to_index > 0 ? "import.indexing" : (`import.${state}` as const);
}

function Bar({ running, pace }: { running: Import; pace: Pace }) {
  const { total, publish, dry_run } = running;
  const n = (value: number) => value.toLocaleString(language.value);
  const left = secondsLeft(pace.told, isOpen(running) ? total : running.done);
  return (
    <>
      <progress
        aria-label={tx("import.progress")}
        max={total || 1}
        value={total ? finished(running) : undefined}
      />
      {pace.isLost ? (
        <p role="status">{tx("import.lost")}</p>
      ) : total === 0 ? null : (
        <p class="import-far">
          {tx("import.read_of", { done: n(running.done), total: n(total) })}
          {publish &&
            !dry_run &&
            ` · ${txn("import.searchable", finished(running), { n: n(finished(running)) })}`}
          {" · "}
          {left === null
            ? tx("import.left_unknown")
            : tx("import.left", { time: inWords(left, language.value) })}
        </p>
      )}
      <small class="muted">{tx("import.may_leave")}</small>
    </>
  );
}

function Outcome({ running }: { running: Import }) {
  const { dry_run, created, changed, unchanged, state } = running;
  const nErrors = running.n_errors ?? running.errors.length;
  return (
    <>
      <p role="status">
        {txn(dry_run ? "import.would_create" : "import.created", created)}{" "}
        {txn(dry_run ? "import.would_change" : "import.changed", changed)}{" "}
        {txn("import.unchanged", unchanged)} {nErrors > 0 && txn("import.n_errors", nErrors)}
      </p>
      {dry_run && state === "done" && <p class="muted">{tx("import.nothing_changed")}</p>}
    </>
  );
}

function Changes({ running }: { running: Import }) {
  if (!running.changes?.length) return null;
  return (
    <details>
      <summary>{tx("import.which")}</summary>
      <ul>
        {running.changes.map((each, i) => (
          <li key={i}>
            {running.dry_run ? (
              <span lang={each.language}>{each.title}</span>
            ) : (
              <a href={href("articles", each.article_id)} lang={each.language}>
                {each.title}
              </a>
            )}{" "}
            <span class="muted">
              {each.language.toUpperCase()} · {tx(`import.is_${each.what}`)}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
