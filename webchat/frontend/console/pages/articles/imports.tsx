/** A whole knowledge base in: files first tried without changing anything, then for good, with how far it is and what was wrong. */
import { useEffect, useState } from "preact/hooks";
import type { Language } from "../../../protocol/wire";
import { dateTime } from "../../format";
import { LANGUAGES, language, t } from "../../i18n";
import { RequestError } from "../../net/api";
import { cancelImport, type Import, listImports, startImport } from "../../net/knowledge";
import { Icon } from "../../views/icons";
import { Refusal, useRefusal } from "../../views/refusal";
import { href } from "../route";
import { explain } from "./new";
import { isOpen, isUnderWay, Problems, Progress, useProgress } from "./progress";
import { tx, txn } from "./texts";

const TYPES = ".zip,.md,.html,.htm,.csv";

export function ImportPage() {
  const [files, setFiles] = useState<File[]>([]);
  const [of, setOf] = useState<Language>(language.value);
  const [isLive, setLive] = useState(false);
  const [running, setRunning] = useState<Import | null>(null);
  const [past, setPast] = useState<Import[]>([]);
  const [error, attempt, busy] = useRefusal(explainImport);
  const [sent, setSent] = useState<number | null>(null);
  const isBusy = sent !== null || (running !== null && isOpen(running));
  useEffect(() => {
    void attempt(async () => {
      const { imports } = await listImports();
      setPast(imports);
      const open = imports.find(isUnderWay);
      if (open) setRunning((now) => now ?? open);
    });
  }, [running?.state === "done"]);
  const pace = useProgress(running, setRunning);
  const begin = (dry_run: boolean) =>
    attempt(async () => {
      setSent(0);
      const choice = { files, language: of, state: isLive ? "published" : "draft", dry_run } as const;
      await startImport(choice, setSent)
        .then(setRunning)
        .finally(() => setSent(null));
    });
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
      {sent !== null && (
        <section class="import-progress" aria-label={tx("import.sending")}>
          <h3>{tx("import.sending")}</h3>
          <progress aria-label={tx("import.sending")} max={1} value={sent} />
        </section>
      )}
      {running && sent === null && (
        <Progress
          running={running}
          pace={pace}
          cancel={() => void attempt(async () => setRunning(await cancelImport(running.id)))}
        />
      )}
      <Past past={past.filter(({ id }) => id !== running?.id)} />
    </div>
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
            {each.errors.length > 0 && (
              <details>
                <summary>{txn("import.n_errors", each.n_errors ?? each.errors.length)}</summary>
                <Problems of={each} />
              </details>
            )}
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
