/** "My day": what is due, who asked me something, my chats, my tickets by due time, what I set aside. */
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { ConversationSummary, Mention, Reminder } from "../../../protocol/wire";
import { dateTime, timeAgo, timeTo } from "../../format";
import { language, t } from "../../i18n";
import { show } from "../../screen";
import { load, now, state } from "../../state/store";
import { customerName, subjectOf, unmasked } from "../../summary";
import { Icon } from "../../views/icons";
import { KindMark, PriorityMark } from "../../views/row";
import { byDue, dayOf, nextDue } from "./day";
import "./day.css";
import { KnowledgeNews, OwnProposals } from "./news";
import { ReminderRow } from "./reminder";

export default function Day() {
  const known = state.value;
  useMissing();
  if (!known) return null;
  const day = dayOf(known);
  return (
    <div class="day-page">
      <header class="page-head">
        <h2>{t("nav.day")}</h2>
      </header>
      <Part title={t("day.reminders")} empty={t("day.no_reminders")} n={day.reminders.length}>
        {day.reminders.map((reminder) => (
          <ReminderRow key={reminder.id} reminder={reminder} about={about(reminder)} />
        ))}
      </Part>
      <Part title={t("day.mentions")} empty={t("day.no_mentions")} n={day.mentions.length}>
        {day.mentions.map((mention) => (
          <MentionRow key={mention.id} mention={mention} />
        ))}
      </Part>
      <Part title={t("day.chats")} empty={t("day.no_chats")} n={day.chats.length}>
        {day.chats.map((chat) => (
          <ChatRow key={chat.id} conversation={chat} />
        ))}
      </Part>
      <Part title={t("day.tickets")} empty={t("day.no_tickets")} n={day.tickets.length}>
        {byDue(day.tickets).map((chat) => (
          <TicketRow key={chat.id} conversation={chat} />
        ))}
      </Part>
      <Part title={t("day.snoozed")} empty={t("day.no_snoozed")} n={day.snoozed.length}>
        {day.snoozed.map((chat) => (
          <ChatRow key={chat.id} conversation={chat} />
        ))}
      </Part>
      <KnowledgeNews />
      <OwnProposals />
    </div>
  );
}

const about = (thing: Reminder | Mention) => state.value?.conversations[thing.conversation_id];

/** A reminder may outlive its conversation in the list: what it is about is fetched. */
function useMissing(): void {
  const things = [
    ...Object.values(state.value?.reminders ?? {}),
    ...Object.values(state.value?.mentions ?? {}),
  ];
  const missing = [...new Set(things.filter((thing) => !about(thing)).map((thing) => thing.conversation_id))];
  useEffect(() => {
    for (const id of missing) void load(id);
  }, [missing.join()]);
}

function Part({
  title,
  empty,
  n,
  children,
}: {
  title: string;
  empty: string;
  n: number;
  children: ComponentChildren;
}) {
  return (
    <section class="day-part">
      <h3>
        {title} {n > 0 && <span class="badge">{n}</span>}
      </h3>
      {n === 0 ? <p class="muted">{empty}</p> : <ul>{children}</ul>}
    </section>
  );
}

function MentionRow({ mention }: { mention: Mention }) {
  const conversation = about(mention);
  return (
    <li class="day-row">
      <button type="button" class="day-open" onClick={() => show(mention.conversation_id)}>
        <strong>{mention.by.name}</strong>
        <span>{unmasked(mention.text)}</span>
        <span class="muted">
          {conversation && `${customerName(conversation)} · `}
          {timeAgo(mention.at, now.value, language.value)}
        </span>
      </button>
    </li>
  );
}

function ChatRow({ conversation }: { conversation: ConversationSummary }) {
  return (
    <li class="day-row">
      <button type="button" class="day-open" onClick={() => show(conversation.id)}>
        <strong>{customerName(conversation)}</strong>
        <span lang={conversation.language}>{subjectOf(conversation)}</span>
        <span class="muted">{timeAgo(conversation.updated_at, now.value, language.value)}</span>
      </button>
    </li>
  );
}

function TicketRow({ conversation }: { conversation: ConversationSummary }) {
  const { ticket } = conversation;
  const due = nextDue(conversation);
  if (!ticket) return null;
  const isLate = due !== null && Date.parse(due) < now.value;
  return (
    <li class="day-row">
      <button type="button" class="day-open" onClick={() => show(conversation.id)}>
        <strong>{ticket.number}</strong>
        <span lang={conversation.language}>{subjectOf(conversation)}</span>
        <span class="day-marks">
          <KindMark kind={ticket.kind} />
          <PriorityMark priority={ticket.priority} />
          {due && (
            <span class={isLate ? "badge bad" : "muted"} title={dateTime(due, language.value)}>
              <Icon name="clock" size={12} /> {timeTo(due, now.value, language.value)}
            </span>
          )}
        </span>
      </button>
    </li>
  );
}
