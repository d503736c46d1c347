/** Make a subject: of an article that has none yet, or of a name alone. The message is labelled with it at once. */
import { useState } from "preact/hooks";
import { reasonOf } from "../../actions";
import { language } from "../../i18n";
import { RequestError } from "../../net/api";
import { createSubject } from "../../net/inbox";
import { Dialog, Foot } from "../../views/dialog";
import { Refusal, useRefusal } from "../../views/refusal";
import { x } from "./i18n";
import { current, decide, loadSubjects, opened, subjects } from "./state";

const why = (cause: unknown) =>
  cause instanceof RequestError && cause.code === "exists" ? x.t("create.exists") : reasonOf(cause);

export function Create() {
  const [title, setTitle] = useState("");
  const [family, setFamily] = useState("");
  const [error, attempt, busy] = useRefusal(why);
  const articles = [...(subjects.value?.articles ?? [])].sort((a, b) => a.title.localeCompare(b.title));
  const close = () => {
    opened.value = null;
  };
  const make = () =>
    attempt(async () => {
      const name = family ? (articles.find((each) => each.family === family)?.title ?? title) : title;
      const made = await createSubject(name.trim().slice(0, 100), language.value, family || null);
      close();
      decide("intent", { intent: made.name, title: made.title });
      await loadSubjects();
    });
  return (
    <Dialog title={x.t("create.title")} close={close}>
      <p class="muted">{x.t("create.intro")}</p>
      <p class="inbox-quote small" lang={current.value?.language}>
        {current.value?.text}
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <label>
          {x.t("create.article")}
          <select value={family} onChange={(event) => setFamily(event.currentTarget.value)}>
            <option value="">{x.t("create.no_article")}</option>
            {articles.map((each) => (
              <option key={each.family} value={each.family}>
                {each.title}
              </option>
            ))}
          </select>
        </label>
        {!family && (
          <>
            <label>
              {x.t("create.name")}
              <input
                required
                minLength={2}
                maxLength={100}
                value={title}
                onInput={(event) => setTitle(event.currentTarget.value)}
              />
            </label>
            <p class="muted">{x.t("create.without")}</p>
          </>
        )}
        <Refusal text={error} />
        <Foot label={x.t("create.do")} disabled={busy} close={close} />
      </form>
    </Dialog>
  );
}
