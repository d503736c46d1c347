/** A new article: its title and language; all the rest comes while writing. */
import { useState } from "preact/hooks";
import type { Language } from "../../../protocol/wire";
import { reasonOf } from "../../actions";
import { LANGUAGES, language, t } from "../../i18n";
import { RequestError } from "../../net/api";
import { addArticle } from "../../net/knowledge";
import { Dialog, Foot } from "../../views/dialog";
import { Refusal, useRefusal } from "../../views/refusal";
import { go } from "../route";
import { tx } from "./texts";

/** An empty page frightens: the parts of a good article stand there to be filled in. */
export function outline(of: Language): string {
  return [
    tx("outline.intro", {}, of),
    ...(["see", "why", "sure", "ask"] as const).flatMap((part) => [
      `## ${tx(`outline.${part}`, {}, of)}`,
      tx(`outline.${part}_hint`, {}, of),
    ]),
  ].join("\n\n");
}

export function NewArticle({ close }: { close: () => void }) {
  const [of, setOf] = useState<Language>(language.value);
  const [error, attempt, busy] = useRefusal(explain);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const title = String(form.get("title")).trim();
    void attempt(async () => {
      const made = await addArticle({ language: of, title, markdown: `${outline(of)}\n` });
      close();
      go("articles", made.article_id);
    });
  };
  return (
    <Dialog title={tx("new.title")} close={close}>
      <form onSubmit={submit}>
        <label>
          {tx("field.title")}
          <input
            name="title"
            required
            maxLength={200}
            lang={of}
            autocomplete="off"
            placeholder={tx("new.example")}
          />
          <small class="muted">{tx("field.title_hint")}</small>
        </label>
        <label>
          {tx("new.language")}
          <select value={of} onChange={(event) => setOf(event.currentTarget.value as Language)}>
            {LANGUAGES.map((each) => (
              <option key={each} value={each}>
                {t(`language.${each}`)}
              </option>
            ))}
          </select>
          <small class="muted">{tx("new.language_hint")}</small>
        </label>
        <Refusal text={error} />
        <Foot label={tx("new.make")} disabled={busy} close={close} />
      </form>
    </Dialog>
  );
}

export function explain(cause: unknown): string {
  const code = cause instanceof RequestError ? cause.code : "";
  if (code === "exists") return tx("refused.exists");
  if (code === "bad_article") return tx("refused.bad_article");
  if (code === "unreachable") return tx("refused.unreachable");
  return reasonOf(cause);
}
