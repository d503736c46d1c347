/** Our own message that the server has not confirmed yet. */
import { explain } from "../actions";
import { t } from "../i18n";
import type { Unsent } from "../state/outbox";
import { discard, link, retry } from "../state/store";
import { FileNames } from "./files";
import { Rich } from "./rich";

export function UnsentView({ unsent }: { unsent: Unsent }) {
  const failed = unsent.state === "refused";
  const status = failed
    ? unsent.error && explain(unsent.error)
    : t(link.value === "live" ? "unsent.sending" : "unsent.waiting");
  return (
    <article class={`message unsent ${unsent.mode === "note" ? "note" : "agent"}`}>
      <div class="bubble">
        {unsent.text && (
          <p class="text">
            <Rich text={unsent.text} />
          </p>
        )}
        {unsent.attachments && <FileNames files={unsent.attachments} />}
        {unsent.card && <p class="card-chip">{unsent.card.title}</p>}
      </div>
      <p class={failed ? "receipt bad" : "receipt"} role={failed ? "alert" : undefined}>
        {status}
      </p>
      {failed && (
        <p class="unsent-actions">
          <button type="button" class="btn quiet small" onClick={() => retry(unsent.client_id)}>
            {t("action.try_again")}
          </button>
          <button type="button" class="btn quiet small" onClick={() => discard(unsent.client_id)}>
            {t("unsent.discard")}
          </button>
        </p>
      )}
    </article>
  );
}
