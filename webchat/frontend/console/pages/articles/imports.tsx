/** A whole knowledge base in: files first tried without changing anything, then for good, with how far it is and what was wrong. */
import { useEffect, useState } from "preact/hooks";
import type { Language } from "../../../protocol/wire";
import { dateTime } from "../../format";
import { LANGUAGES, language, t } from "../../i18n";
import { RequestError } from "../../net/api";
import { cancelImport, type Import, listImports, readImport, startImport } from "../../net/knowledge";
import { Icon } from "../../views/icons";
import { Refusal, useRefusal } from "../../views/refusal";
import { href } from "../route";
import { explain } from "./new";
import { tx, txn } from "./texts";

const POLL_MS = 700;
const TYPES = ".zip,.md,.html,.htm,.csv";

export function ImportPage() {
  const [files, setFiles] = useState<File[]>([]);
  const [of, setOf] = useState<Language>(language.value);
  const [isLive, setLive] = useState(false);
  const [running, setRunning] = useState<Import | null>(null);
  const [past, setPast] = useState<Import[]>([]);
  const [error, attempt, busy] = useRefusal(explainImport);
  const isBusy = running?.state === "waiting" || running?.state === "running";
  useEffect(() => {
    void attempt(async () => {
      const { imports } = await listImports();
      setPast(imports);
      const open = imports.find(({ state }) => state === "waiting" || state === "running");
      if (open) setRunning(open);
    });
  }, [running?.state === "done"]);
  useProgress(running, setRunning);
  const begin = (dry_run: boolean) =>
    attempt(async () =>
      setRunning(await startImport({ files, language: of, state: isLive ? "published" : "draft", dry_run })),
    );
  return (
    <div class="articles-page import-page">
      <p class="crumb">
        <a href={href("articles")}>
          <Icon name="back" size={14} />
          {tx("page.back")}
        </a>
      </p>
      <div class="page-head">
        <h2>{tx("import.title")}</h2>
      </div>
      <p class="muted">{tx("import.hint")}</p>
      <form
        class="import-form"
        onSubmit={(event) => {
          event.preventDefault();
          void begin(true);
        }}
      >
        <label>
          {tx("import.files")}
          <input
            type="file"
            multiple
            required
            accept={TYPES}
            onChange={(event) => setFiles([...(event.currentTarget.files ?? [])])}
          />
          <small class="muted">{tx("import.files_hint")}</small>
        </label>
        <label>
          {tx("import.language")}
          <select value={of} onChange={(event) => setOf(event.currentTarget.value as Language)}>
            {LANGUAGES.map((each) => (
              <option key={each} value={each}>
                {t(`language.${each}`)}
              </option>
            ))}
          </select>
          <small class="muted">{tx("import.language_hint")}</small>
        </label>
        <fieldset class="options">
          <legend>{tx("import.as")}</legend>
          <label class="option">
            <input type="radio" name="as" checked={!isLive} onChange={() => setLive(false)} />
            {tx("import.as_draft")}
          </label>
          <label class="option">
            <input type="radio" name="as" checked={isLive} onChange={() => setLive(true)} />
            {tx("import.as_published")}
          </label>
        </fieldset>
        <p class="button-row">
          <button type="submit" class="btn small" disabled={busy || isBusy || files.length === 0}>
            {tx("import.try")}
          </button>
          <button
            type="button"
            class="btn quiet small"
            disabled={busy || isBusy || files.length === 0}
            onClick={() => void begin(false)}
          >
            {tx("import.start")}
          </button>
        </p>
        <small class="muted">{tx("import.try_hint")}</small>
      </form>
      <Refusal text={error} />
      {running && (
        <Progress
          running={running}
          cancel={() => void attempt(async () => setRunning(await cancelImport(running.id)))}
        />
      )}
      <Past past={past.filter(({ id }) => id !== running?.id)} />
    </div>
  );
}

/** Asks how far it is until it is over; an answer that fails to come is asked for again. */
function useProgress(running: Import | null, change: (running: Import) => void): void {
  const [turn, setTurn] = useState(0);
  const isOver = !running || !["waiting", "running"].includes(running.state);
  useEffect(() => {
    if (isOver) return;
    const soon = setTimeout(() => {
      readImport(running.id).then(change, () => setTurn(turn + 1));
    }, POLL_MS);
    return () => clearTimeout(soon);
  }, [running, turn, isOver]);
}

function Progress({ running, cancel }: { running: Import; cancel: () => void }) {
  const { state, done, total, dry_run } = running;
  const isOver = state !== "waiting" && state !== "running";
  const nErrors = running.n_errors ?? running.errors.length;
  return (
    <section class="import-progress" aria-label={tx("import.progress")}>
      <h3>{tx(isOver ? `import.${state}` : dry_run ? "import.trying" : "import.running")}</h3>
      {!isOver && (
        <>
          <progress aria-label={tx("import.progress")} max={total || 1} value={done} />
          <p role="status">{tx("import.done_of", { done, total })}</p>
          <button type="button" class="btn quiet small" onClick={cancel}>
            {tx("import.cancel")}
          </button>
        </>
      )}
      {isOver && (
        <p role="status">
          {txn(dry_run ? "import.would_create" : "import.created", running.created)}{" "}
          {txn(dry_run ? "import.would_change" : "import.changed", running.changed)}{" "}
          {txn("import.unchanged", running.unchanged)} {nErrors > 0 && txn("import.n_errors", nErrors)}
        </p>
      )}
      {isOver && dry_run && state === "done" && <p class="muted">{tx("import.nothing_changed")}</p>}
      {running.errors.length > 0 && (
        <ul class="import-errors">
          {running.errors.slice(0, 100).map((each, i) => (
            <li key={i}>
              <strong>{each.file}</strong>
              {each.line !== null && `, ${tx("import.line", { line: each.line })}`}: {each.message}
            </li>
          ))}
        </ul>
      )}
      {!!running.changes?.length && (
        <details>
          <summary>{tx("import.which")}</summary>
          <ul>
            {running.changes.map((each, i) => (
              <li key={i}>
                {dry_run ? (
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
      )}
    </section>
  );
}

function Past({ past }: { past: readonly Import[] }) {
  if (past.length === 0) return null;
  return (
    <section class="import-past" aria-label={tx("import.past")}>
      <h3>{tx("import.past")}</h3>
      <ul>
        {past.map((each) => (
          <li key={each.id}>
            {dateTime(each.started_at, language.value)}
            {each.by && ` · ${each.by.name}`} · {each.files.join(", ")} ·{" "}
            {each.dry_run
              ? tx("import.was_try")
              : `${txn("import.created", each.created)} ${txn("import.changed", each.changed)}`}
          </li>
        ))}
      </ul>
    </section>
  );
}

function explainImport(cause: unknown): string {
  const code = cause instanceof RequestError ? cause.code : "";
  if (code === "file_refused" || code === "too_large") return tx(`refused.import_${code}`);
  return explain(cause);
}
