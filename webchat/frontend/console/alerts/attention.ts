/** What deserves an alert, and the count in the title. Pure. */
import type { ConversationSummary } from "../../protocol/wire";
import type { ConsoleState } from "../state/reducer";
import { isMine, isOfferedToMe, isWaiting } from "../state/select";

/** One key per hand-off and per offer to me: a key that was alerted once is never alerted again. */
export function alertKeys(state: ConsoleState, now: number): Map<string, ConversationSummary> {
  const keys = new Map<string, ConversationSummary>();
  for (const conversation of Object.values(state.conversations)) {
    if (conversation.owner !== "queue") continue;
    const { id, queued_at, offer } = conversation;
    if (isOfferedToMe(conversation, state.meId, now)) keys.set(`${id}/${offer?.expires_at}`, conversation);
    // One that is offered to a colleague first is theirs to hear.
    else if (!offer) keys.set(`${id}/${queued_at}`, conversation);
  }
  return keys;
}

/** How many conversations wait for me: offered, or mine with the last word the customer's. */
export function attentionCount(state: ConsoleState, now: number): number {
  return Object.values(state.conversations).filter(
    (c) => isOfferedToMe(c, state.meId, now) || (isMine(c, state.meId) && isWaiting(c)),
  ).length;
}
