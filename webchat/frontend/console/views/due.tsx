/** Due times: a countdown in the list, both promises on the ticket. Told by a word and an icon, not by colour alone. */
import type { Ticket } from "../../protocol/wire";
import { type Due, dues, nextDue } from "../due";
import { dateTime, timeTo } from "../format";
import { language, t } from "../i18n";
import { now } from "../state/store";
import { Icon, type IconName } from "./icons";

const ICONS: Record<Due["state"], IconName> = {
  ok: "clock",
  warning: "flag",
  breached: "flag",
  met: "check",
  stopped: "pause",
};

export function DueMark({ ticket }: { ticket: Ticket }) {
  const due = nextDue(ticket);
  if (!due) return null;
  const { what, at, state } = due;
  const left = timeTo(at, now.value, language.value);
  return (
    <span class={`due ${state}`} title={`${t(`due.${what}`)}: ${dateTime(at, language.value)}`}>
      <Icon name={ICONS[state]} size={12} />
      <span class="sr">{t(`due.${what}`)}</span>
      {state === "warning" && <span class="sr">{t("due.warning")}</span>}
      {state === "ok" || state === "warning" ? left : t(`due.${state}`)}
    </span>
  );
}

export function DueTimes({ ticket }: { ticket: Ticket }) {
  const found = dues(ticket);
  if (found.length === 0) return null;
  return (
    <section class="ticket-section">
      <h3>{t("due.title")}</h3>
      <dl class="facts">
        {found.map(({ what, at, state }) => (
          <div key={what}>
            <dt>{t(`due.${what}`)}</dt>
            <dd>
              {dateTime(at, language.value)}{" "}
              <span class={`due ${state}`}>
                <Icon name={ICONS[state]} size={12} />
                {t(`due.${state}`)}
                {(state === "ok" || state === "warning") && (
                  <span>{timeTo(at, now.value, language.value)}</span>
                )}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
