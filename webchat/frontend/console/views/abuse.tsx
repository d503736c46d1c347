/** Abuse: warn the customer, and end the chat when the desk's policy allows. */
import { useState } from "preact/hooks";
import type { ConversationSummary } from "../../protocol/wire";
import { explain } from "../actions";
import { t, tn } from "../i18n";
import { ask } from "../state/store";
import { closeDialog, Dialog } from "./dialog";

export function AbuseDialog({ conversation }: { conversation: ConversationSummary }) {
  const [error, setError] = useState<string | null>(null);
  const last = conversation.last_message;
  const act = async (event: string, payload: object) => {
    const ack = await ask(event, { conversation_id: conversation.id, ...payload });
    if (ack.ok) closeDialog();
    else if (ack.error.params?.needed !== undefined)
      setError(t("abuse.too_early", { n: ack.error.params.needed }));
    else setError(explain(ack.error));
  };
  return (
    <Dialog title={t("abuse.title")}>
      <p>{t("abuse.hint")}</p>
      {last?.sender.kind === "user" && (
        <blockquote class="abuse-quote" lang={conversation.language}>
          {last.text}
        </blockquote>
      )}
      <p class="muted">{tn("abuse.warned", conversation.warnings)}</p>
      <div role="alert">{error && <p class="form-error">{error}</p>}</div>
      <footer>
        <button type="button" class="btn quiet small" onClick={() => void act("end_abuse", {})}>
          {t("abuse.end")}
        </button>
        <button
          type="button"
          class="btn small"
          onClick={() => void act("warn", last?.sender.kind === "user" ? { seq: last.seq } : {})}
        >
          {t("abuse.warn")}
        </button>
      </footer>
    </Dialog>
  );
}
