/** A new article: its title, its language and the subject it answers; all the rest comes while writing. */
import { useEffect, useState } from "preact/hooks";
import type { Language } from "../../../protocol/wire";
import { reasonOf } from "../../actions";
import { LANGUAGES, language, t } from "../../i18n";
import { RequestError } from "../../net/api";
import { type Subject, subjects } from "../../net/inbox";
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

interface Props {
  close: () => void;
  /** What it will answer, where that is known. */
  subject?: Subject;
}

export function NewArticle({ close, subject }: Props) {
  const [of, setOf] = useState<Language>(language.value);
  const [family, setFamily] = useState(subject?.family ?? "");
  const [title, setTitle] = useState(subject?.titles[of] ?? "");
  const [error, attempt, busy] = useRefusal(explain);
  const waiting = useUnanswered(subject);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void attempt(async () => {
      const body = { language: of, title: title.trim(), markdown: `${outline(of)}\n` };
      const made = await addArticle(family ? { ...body, family } : body);
      close();
      go("articles", made.article_id);
    });
  };
  const choose = (chosen: string) => {
    setFamily(chosen);
    const found = waiting.find((each) => each.family === chosen);
    if (found && !title.trim()) setTitle(found.titles[of]);
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
            value={title}
            onInput={(event) => setTitle(event.currentTarget.value)}
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
        {waiting.length > 0 && (
          <label>
            {tx("new.subject")}
            <select value={family} onChange={(event) => choose(event.currentTarget.value)}>
              <option value="">{tx("new.subject_none")}</option>
              {waiting.map((each) => (
                <option key={each.name} value={each.family ?? ""}>
                  {each.title}
                </option>
              ))}
            </select>
            <small class="muted">{tx("new.subject_hint")}</small>
          </label>
        )}
        <Refusal text={error} />
        <Foot label={tx("new.make")} disabled={busy} close={close} />
      </form>
    </Dialog>
  );
}

/** The subjects that no article answers and nobody writes one for. */
function useUnanswered(subject: Subject | undefined): readonly Subject[] {
  const [found, setFound] = useState<readonly Subject[]>(subject ? [subject] : []);
  useEffect(() => {
    if (subject) return;
    // An article can be begun without them.
    subjects().then(
      ({ intents }) => setFound(intents.filter(isUnanswered)),
      () => undefined,
    );
  }, [subject]);
  return found;
}

/** Whether an article is still to be begun for a subject. */
export const isUnanswered = ({ kind, has_article, draft }: Subject) =>
  kind === "topic" && !has_article && draft === null;

export function explain(cause: unknown): string {
  const code = cause instanceof RequestError ? cause.code : "";
  if (code === "exists") return tx("refused.exists");
  if (code === "bad_article") return tx("refused.bad_article");
  if (code === "unreachable") return tx("refused.unreachable");
  return reasonOf(cause);
}
