/** One ticket in the list. */
import { timeAgo } from "../../format";
import { language, t, tOr } from "../../i18n";
import { definitions, type Item } from "../../net/tickets";
import { now } from "../../state/store";
import { unmasked } from "../../summary";
import { DueMark } from "../../views/due";
import { KindMark, PriorityMark } from "../../views/row";
import { href } from "../route";
import { tick } from "./state";

export function TicketRow({ item, isTicked }: { item: Item; isTicked: boolean }) {
  const { ticket, agent, customer } = item;
  const subject = unmasked(String(ticket.fields.subject?.value ?? ""));
  return (
    <tr class={isTicked ? "ticked" : undefined}>
      <td>
        <input
          type="checkbox"
          aria-label={t("tickets.tick", { number: ticket.number })}
          checked={isTicked}
          onChange={(event) => tick(ticket.id, event.currentTarget.checked)}
        />
      </td>
      <td class="ticket-cell">
        <a href={href("tickets", ticket.number)}>
          <span class="ticket-number">{ticket.number}</span> <span lang={item.language}>{subject}</span>
        </a>
        <span class="ticket-marks">
          <span class="badge lang">{item.language.toUpperCase()}</span>
          <KindMark kind={ticket.kind} />
          {ticket.approval && <span class="badge">{t(`approval.short_${ticket.approval.state}`)}</span>}
          <Added item={item} />
        </span>
        {item.found && <Found found={item.found} />}
      </td>
      <td data-label={t("tickets.customer")}>{customer.name || customer.email || t("customer.visitor")}</td>
      <td data-label={t("tickets.status")}>
        <span class={`badge state-${ticket.status}`}>{t(`ticket_status.${ticket.status}`)}</span>
      </td>
      <td data-label={t("tickets.priority")}>
        <PriorityMark priority={ticket.priority} withWord />
      </td>
      <td data-label={t("tickets.due")}>
        <DueMark ticket={ticket} />
      </td>
      <td data-label={t("tickets.agent")}>
        {agent?.name ?? <span class="muted">{tOr(`owner.${item.conversation.owner}`, "–")}</span>}
      </td>
      <td data-label={t("tickets.updated")}>
        <time dateTime={ticket.updated_at}>{timeAgo(ticket.updated_at, now.value, language.value)}</time>
      </td>
    </tr>
  );
}

/** Values of the fields that an administrator added and that are a choice: short enough for the list. */
function Added({ item }: { item: Item }) {
  const shown = definitions.value.filter(({ type, archived }) => type === "choice" && !archived);
  return (
    <>
      {shown.map(({ key, labels, choices }) => {
        const value = item.ticket.fields[key]?.value;
        const choice = choices.find((each) => each.value === value);
        return (
          choice && (
            <span key={key} class="badge" title={labels[language.value]}>
              {choice.labels[language.value]}
            </span>
          )
        );
      })}
    </>
  );
}

/** Where the words were found, the words themselves marked. */
function Found({ found }: { found: NonNullable<Item["found"]> }) {
  return (
    <span class="found">
      <span class="sr">{t(found.seq === null ? "tickets.in_ticket" : "tickets.in_message")}: </span>
      {found.parts.map((part, i) =>
        part.is_hit ? <mark key={i}>{part.text}</mark> : <span key={i}>{unmasked(part.text)}</span>,
      )}
    </span>
  );
}
