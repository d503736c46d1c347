/** The dialogs of the menu "More": a follow-up or call-back, remote help, a proposal for the knowledge base. */
import { useState } from "preact/hooks";
import type { ConversationSummary, Reminder } from "../../protocol/wire";
import { told } from "../actions";
import { dateTime } from "../format";
import { language, t } from "../i18n";
import { api, RequestError } from "../net/api";
import { proposing, toast } from "../screen";
import { snoozeChoices } from "../snooze";
import { ask } from "../state/store";
import { closeDialog, Dialog, Foot } from "./dialog";
import { Refusal, useRefusal } from "./refusal";

interface About {
  conversation: ConversationSummary;
}

const KINDS: Reminder["kind"][] = ["follow_up", "call_back"];

export function localMinute(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function ReminderDialog({ conversation }: About) {
  const [kind, setKind] = useState<Reminder["kind"]>("follow_up");
  const [now] = useState(() => new Date());
  const [at, setAt] = useState(() => localMinute(new Date(now.getTime() + 3_600_000)));
  const [error, attempt, busy] = useRefusal();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const body = {
      conversation_id: conversation.id,
      kind,
      at: new Date(at).toISOString(),
      phone: String(form.get("phone") ?? "") || null,
      note: String(form.get("note")) || null,
    };
    void attempt(async () => {
      await api("POST", "/reminders", body);
      toast(t("reminder.planned", { at: dateTime(body.at, language.value) }));
      closeDialog();
    });
  };
  return (
    <Dialog title={t("reminder.title")}>
      <form onSubmit={submit}>
        <fieldset class="options">
          <legend>{t("reminder.kind")}</legend>
          {KINDS.map((each) => (
            <label key={each} class="option">
              <input type="radio" name="kind" checked={kind === each} onChange={() => setKind(each)} />
              {t(`reminder.${each}`)}
            </label>
          ))}
        </fieldset>
        {kind === "call_back" && (
          <label>
            {t("reminder.phone")}
            <input name="phone" type="tel" required maxLength={40} autocomplete="off" />
            <small class="muted">{t("reminder.phone_hint")}</small>
          </label>
        )}
        <label>
          {t("reminder.at")}
          <input
            type="datetime-local"
            required
            min={localMinute(now)}
            value={at}
            onInput={(event) => setAt(event.currentTarget.value)}
          />
        </label>
        <fieldset class="quick-times">
          <legend class="sr">{t("reminder.quick")}</legend>
          {snoozeChoices(now).map((choice) => (
            <button
              key={choice.key}
              type="button"
              class="btn quiet small"
              onClick={() => setAt(localMinute(choice.at))}
            >
              {t(`snooze.${choice.key}`)}
            </button>
          ))}
        </fieldset>
        <label>
          {t("reminder.note")}
          <textarea name="note" rows={2} maxLength={500} />
        </label>
        <Refusal text={error} />
        <Foot label={t("reminder.plan")} disabled={busy} />
      </form>
    </Dialog>
  );
}

export function TakeoverDialog({ conversation }: About) {
  const [error, attempt, busy] = useRefusal();
  const propose = () =>
    attempt(async () => {
      const ack = await ask("propose_takeover", { conversation_id: conversation.id });
      if (!ack.ok) throw new RequestError(ack.error.code, ack.error.message);
      toast(t("takeover.asked"));
      closeDialog();
    });
  return (
    <Dialog title={t("takeover.title")}>
      <p>{t("takeover.what")}</p>
      <ul class="plain-list">
        <li>{t("takeover.consent")}</li>
        <li>{t("takeover.recorded")}</li>
        <li>{t("takeover.ends")}</li>
      </ul>
      <Refusal text={error} />
      {error === t("error.not_set_up") && <p>{t("takeover.admin")}</p>}
      <footer>
        <button type="button" class="btn quiet small" onClick={closeDialog}>
          {t("action.cancel")}
        </button>
        <button type="button" class="btn small" disabled={busy} onClick={() => void propose()}>
          {t("takeover.propose")}
        </button>
      </footer>
    </Dialog>
  );
}

/** A solution for colleagues: the knowledge desk makes an article of it. */
export const proposeArticle = (conversation_id: string, text: string) =>
  api("POST", "/proposals", { kind: "new_article", conversation_id, article_id: null, text }).then(
    () => toast(t("propose.thanks")),
    told,
  );

/** About an article when one was named; else a solution that should become an article. */
export function ProposeDialog({ conversation }: About) {
  const article = proposing.value;
  const [error, attempt, busy] = useRefusal();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget as HTMLFormElement).get("text"));
    const kind = article ? "article_wrong" : "new_article";
    void attempt(async () => {
      const body = { kind, conversation_id: conversation.id, article_id: article?.id ?? null, text };
      await api("POST", "/proposals", body);
      toast(t("propose.thanks"));
      closeDialog();
    });
  };
  return (
    <Dialog title={t(article ? "propose.wrong" : "propose.new")}>
      <form onSubmit={submit}>
        {article && <p>{article.title}</p>}
        <label>
          {t(article ? "propose.what_wrong" : "propose.solution")}
          <textarea name="text" rows={5} required maxLength={4000} />
        </label>
        <Refusal text={error} />
        <Foot label={t("propose.send")} disabled={busy} />
      </form>
    </Dialog>
  );
}
