/**
 * What the agent has written and the server has not acknowledged, and what is still being written.
 * Pure functions over one value, which `store` keeps in the browser, so that a reload loses nothing.
 */
import type { Attachment } from "../../protocol/wire";
import type { Card } from "../tools/articles";

export type Mode = "message" | "note";

export interface Unsent {
  client_id: string;
  conversation_id: string;
  mode: Mode;
  text: string;
  /** On the server already; the message names them. */
  attachments?: Attachment[] | undefined;
  /** The article whose card goes along. */
  card?: Card | undefined;
  /** ISO 8601, by this machine's clock. */
  at: string;
  /** `waiting` goes out by itself; `refused` waits for the agent. */
  state: "waiting" | "refused";
  error?: { code: string; message: string } | undefined;
}

export interface Outbox {
  unsent: readonly Unsent[];
  /** Draft text by `conversation/mode`. */
  drafts: Readonly<Record<string, string>>;
  /** The article that goes along with the next reply, by conversation. */
  cards: Readonly<Record<string, Card>>;
}

export const EMPTY_OUTBOX: Outbox = { unsent: [], drafts: {}, cards: {} };

export const draftKey = (conversationId: string, mode: Mode) => `${conversationId}/${mode}`;

export function draft(outbox: Outbox, conversationId: string, mode: Mode): string {
  return outbox.drafts[draftKey(conversationId, mode)] ?? "";
}

export function withDraft(outbox: Outbox, conversationId: string, mode: Mode, text: string): Outbox {
  const { [draftKey(conversationId, mode)]: _, ...drafts } = outbox.drafts;
  return { ...outbox, drafts: text ? { ...drafts, [draftKey(conversationId, mode)]: text } : drafts };
}

export function withCard(outbox: Outbox, conversationId: string, card: Card | null): Outbox {
  const { [conversationId]: _, ...cards } = outbox.cards;
  return { ...outbox, cards: card ? { ...cards, [conversationId]: card } : cards };
}

/** Put a message last in line; its draft is done. */
export function queued(outbox: Outbox, unsent: Unsent): Outbox {
  const cleared = withDraft(outbox, unsent.conversation_id, unsent.mode, "");
  const rest = unsent.card ? withCard(cleared, unsent.conversation_id, null) : cleared;
  return { ...rest, unsent: [...rest.unsent, unsent] };
}

/** The server has it. */
export function acknowledged(outbox: Outbox, clientId: string): Outbox {
  return { ...outbox, unsent: outbox.unsent.filter((each) => each.client_id !== clientId) };
}

export function refused(outbox: Outbox, clientId: string, error: Unsent["error"]): Outbox {
  return changed(outbox, clientId, { state: "refused", error });
}

/** Try again, with the same `client_id`: if the server had it after all, it says so and does nothing twice. */
export function retried(outbox: Outbox, clientId: string): Outbox {
  return changed(outbox, clientId, { state: "waiting", error: undefined });
}

/** The next message to send: the oldest, of a conversation in which nothing refused stands before it. */
export function nextToSend(outbox: Outbox): Unsent | undefined {
  const blocked = new Set<string>();
  for (const each of outbox.unsent) {
    if (each.state === "refused") blocked.add(each.conversation_id);
    else if (!blocked.has(each.conversation_id)) return each;
  }
  return undefined;
}

/** Read what an earlier page left, tolerating anything. */
export function parsed(json: string | null): Outbox {
  try {
    const value = JSON.parse(json ?? "null") as Partial<Outbox> | null;
    return { unsent: value?.unsent ?? [], drafts: value?.drafts ?? {}, cards: value?.cards ?? {} };
  } catch {
    return EMPTY_OUTBOX;
  }
}

function changed(outbox: Outbox, clientId: string, change: Partial<Unsent>): Outbox {
  const unsent = outbox.unsent.map((each) => (each.client_id === clientId ? { ...each, ...change } : each));
  return { ...outbox, unsent };
}
