/** Where the approval of a request stands, and the steps that come next. */
import { useState } from "preact/hooks";
import type { Ticket } from "../../../protocol/wire";
import { dateTime } from "../../format";
import { language, t } from "../../i18n";
import { approval } from "../../net/tickets";
import { Icon } from "../../views/icons";
import { Refusal, useRefusal } from "../../views/refusal";

const ICONS = { asked: "clock", approved: "check", refused: "close" } as const;

export function ApprovalSteps({ ticket }: { ticket: Ticket }) {
  const [error, attempt, busy] = useRefusal();
  const [note, setNote] = useState("");
  const now = ticket.approval;
  const step = (which: "ask" | "approve" | "refuse") => () =>
    void attempt(async () => {
      await approval(ticket.id, which, note.trim());
      setNote("");
    });
  return (
    <div class="approval">
      <p class="approval-state" role="status">
        {now ? (
          <>
            <Icon name={ICONS[now.state]} size={14} />
            {t(`approval.${now.state}`, { name: now.approver })}
            <span class="muted">{dateTime(now.at, language.value)}</span>
          </>
        ) : (
          <span class="muted">{t("approval.none")}</span>
        )}
      </p>
      {now?.note && <p class="muted">{now.note}</p>}
      {now?.state === "asked" && (
        <label>
          {t("approval.note")}
          <input value={note} maxLength={400} onInput={(event) => setNote(event.currentTarget.value)} />
        </label>
      )}
      <Refusal text={error && t("approval.incomplete")} />
      <div class="button-row">
        {(!now || now.state === "refused") && (
          <button type="button" class="btn quiet small" disabled={busy} onClick={step("ask")}>
            {t("approval.ask")}
          </button>
        )}
        {now?.state === "asked" && (
          <>
            <button type="button" class="btn quiet small" disabled={busy} onClick={step("approve")}>
              {t("approval.approve")}
            </button>
            <button type="button" class="btn quiet small" disabled={busy} onClick={step("refuse")}>
              {t("approval.refuse")}
            </button>
          </>
        )}
      </div>
    </div>
  );
}
