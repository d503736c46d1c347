/** A canned reply: its shortcut, and title and text in one to three languages. */
import type { Language } from "../../../protocol/wire";
import { LANGUAGES, t } from "../../i18n";
import { type Reply, remove, save } from "../../tools/replies";
import { Dialog } from "../../views/dialog";
import { closing, Refusal, useRefusal } from "../../views/refusal";
import { Foot } from "./foot";

/** As the server has them; one that does not exist is refused there by name. */
const VARIABLES = [
  "customer.name",
  "customer.email",
  "agent.name",
  "ticket.number",
  "ticket.subject",
  "ticket.device",
  "ticket.application",
];

export function EditReply({ reply, close }: { reply: Reply | null; close: () => void }) {
  const [error, attempt, busy] = useRefusal();
  const act = (work: () => Promise<void>, told: string) => attempt(closing(work, told, close));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const body = { shortcut: String(form.get("shortcut")), texts: textsOf(form) };
    void act(
      () => save("canned-replies", reply ?? {}, reply ? body : { ...body, shared: form.has("shared") }),
      t("reply.saved"),
    );
  };
  return (
    <Dialog title={t(reply ? "reply.edit_title" : "reply.new")} wide close={close}>
      <form onSubmit={submit}>
        <label>
          {t("reply.shortcut")}
          <input
            name="shortcut"
            required
            maxLength={40}
            pattern="[\p{L}\d_.\-]+"
            title={t("reply.shortcut_hint")}
            autocomplete="off"
            defaultValue={reply?.shortcut ?? ""}
          />
          <small class="muted">{t("reply.shortcut_hint")}</small>
        </label>
        {LANGUAGES.map((each) => (
          <TextFields key={each} of={each} reply={reply} />
        ))}
        <p class="muted variables">
          {t("reply.variables")}{" "}
          {VARIABLES.map((name) => (
            <code key={name}>{`{{${name}}}`}</code>
          ))}
        </p>
        <Refusal text={error} />
        <Foot
          thing={reply}
          busy={busy}
          remove={() => reply && void act(() => remove("canned-replies", reply), t("reply.deleted"))}
        />
      </form>
    </Dialog>
  );
}

function TextFields({ of, reply }: { of: Language; reply: Reply | null }) {
  const text = reply?.texts[of];
  return (
    <fieldset class="in-language">
      <legend>{t(`language.${of}`)}</legend>
      <label>
        {t("reply.name")}
        <input name={`${of}.title`} lang={of} maxLength={100} defaultValue={text?.title ?? ""} />
      </label>
      <label>
        {t("reply.text")}
        <textarea name={`${of}.text`} lang={of} rows={3} maxLength={4000} defaultValue={text?.text ?? ""} />
      </label>
    </fieldset>
  );
}

/** The languages that were filled in; without a title the text's first words serve. */
function textsOf(form: FormData): Reply["texts"] {
  const texts: Reply["texts"] = {};
  for (const each of LANGUAGES) {
    const text = String(form.get(`${each}.text`)).trim();
    const title = String(form.get(`${each}.title`)).trim();
    if (text) texts[each] = { title: title || text.slice(0, 40), text };
  }
  return texts;
}
