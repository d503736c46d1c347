/** What the lists show, worked out from the state: tabs, counts, order, search. Pure. */
import type { ConversationSummary } from "../../protocol/wire";
import type { ConsoleState } from "./reducer";

export const TABS = ["mine", "unassigned", "all"] as const;
export type Tab = (typeof TABS)[number];

/** The conversations of a tab that match the search, in the order in which they want attention. */
export function listed(state: ConsoleState, tab: Tab, search: string): ConversationSummary[] {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return Object.values(state.conversations)
    .filter((conversation) => isIn(tab, conversation, state.meId))
    .filter((conversation) => matches(conversation, words))
    .sort((a, b) => compare(a, b, state.meId));
}

/** How many conversations ask for work in each tab. */
export function counts(state: ConsoleState): Record<Tab, number> {
  const all = Object.values(state.conversations).filter((c) => c.status !== "resolved");
  const n = (tab: Tab) => all.filter((c) => isIn(tab, c, state.meId)).length;
  return { mine: n("mine"), unassigned: n("unassigned"), all: all.length };
}

/** Offered to me and not lapsed yet. `now` in ms. */
export function isOfferedToMe(conversation: ConversationSummary, meId: string, now: number): boolean {
  const { offer, owner } = conversation;
  return owner === "queue" && offer?.agent_id === meId && Date.parse(offer.expires_at) > now;
}

export function isMine(conversation: ConversationSummary, meId: string): boolean {
  return conversation.owner === "agent" && conversation.agent?.id === meId;
}

/** The last word is the customer's and nobody answered it yet. */
export function isWaiting(conversation: ConversationSummary): boolean {
  if (conversation.status !== "open") return false;
  return conversation.owner === "queue" || conversation.last_message?.sender.kind === "user";
}

/** Since when somebody waits for a person, in ms; null when nobody does. */
export function waitingSince(conversation: ConversationSummary): number | null {
  if (!isWaiting(conversation)) return null;
  const queued = conversation.owner === "queue" ? conversation.queued_at : null;
  const since = queued ?? conversation.last_message?.at ?? conversation.updated_at;
  return Date.parse(since);
}

function isIn(tab: Tab, conversation: ConversationSummary, meId: string): boolean {
  if (tab === "mine") {
    // What is offered to me asks for an answer of mine, so it must not hide in another tab.
    const offered = conversation.owner === "queue" && conversation.offer?.agent_id === meId;
    return offered || (conversation.agent?.id === meId && conversation.status !== "resolved");
  }
  if (tab === "unassigned") return conversation.owner === "queue";
  return true;
}

function matches(conversation: ConversationSummary, words: string[]): boolean {
  if (words.length === 0) return true;
  const { customer, ticket, last_message, agent } = conversation;
  const haystack = [
    customer.name,
    customer.email,
    ticket?.number,
    ticket?.fields.subject?.value,
    ticket?.fields.description?.value,
    last_message?.text,
    agent?.name,
  ]
    .join("\n")
    .toLocaleLowerCase();
  return words.every((word) => haystack.includes(word));
}

const URGENCY = { urgent: 0, high: 1, medium: 2, low: 3 } as const;

/** Offers to me, then who waits (urgent first, longest first), then the rest by newest word. */
function compare(a: ConversationSummary, b: ConversationSummary, meId: string): number {
  return (
    group(a, meId) - group(b, meId) ||
    (isWaiting(a) && isWaiting(b) ? urgency(a) - urgency(b) || wait(a) - wait(b) : 0) ||
    b.updated_at.localeCompare(a.updated_at) ||
    a.id.localeCompare(b.id)
  );
}

function group(conversation: ConversationSummary, meId: string): number {
  if (conversation.owner === "queue" && conversation.offer?.agent_id === meId) return 0;
  if (isWaiting(conversation)) return 1;
  return { open: 2, snoozed: 3, pending: 4, resolved: 5 }[conversation.status];
}

const urgency = (c: ConversationSummary): number => URGENCY[c.ticket?.priority ?? "medium"];
const wait = (c: ConversationSummary): number => waitingSince(c) ?? 0;
