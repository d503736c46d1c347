/** What belongs in an agent's day, worked out from the state. Pure. */
import type { ConversationSummary, Mention, Reminder } from "../../../protocol/wire";
import type { ConsoleState } from "../../state/reducer";
import { isMine } from "../../state/select";

export interface DayOf {
  reminders: Reminder[];
  mentions: Mention[];
  chats: ConversationSummary[];
  tickets: ConversationSummary[];
  snoozed: ConversationSummary[];
}

export function dayOf(state: ConsoleState): DayOf {
  const mine = Object.values(state.conversations).filter((each) => isMine(each, state.meId));
  const newest = (a: ConversationSummary, b: ConversationSummary) => b.updated_at.localeCompare(a.updated_at);
  return {
    reminders: Object.values(state.reminders).sort((a, b) => a.at.localeCompare(b.at)),
    mentions: Object.values(state.mentions).sort((a, b) => b.id - a.id),
    chats: mine.filter((each) => each.status === "open").sort(newest),
    tickets: mine.filter((each) => each.ticket && each.ticket.status !== "closed"),
    snoozed: mine.filter((each) => each.status === "snoozed").sort(newest),
  };
}

/** What is promised next: the first answer while it is owed, then the solution; null while no time counts. */
export function nextDue({ ticket }: ConversationSummary): string | null {
  if (!ticket || ticket.sla?.stopped) return null;
  const { first_response_at, resolution_at } = ticket.due;
  return (ticket.sla?.answered ? null : first_response_at) ?? resolution_at ?? null;
}

/** Soonest due first; what is not due comes last. */
export function byDue(conversations: readonly ConversationSummary[]): ConversationSummary[] {
  const due = (each: ConversationSummary) => nextDue(each) ?? "9999";
  return [...conversations].sort((a, b) => due(a).localeCompare(due(b)));
}
