/** What others said since a draft was begun: two people must not answer over each other. Pure. */
import type { ConsoleMessage } from "../../protocol/wire";
import type { Mode } from "../state/outbox";

/** The last message that a draft of this kind has to reckon with; null when there is none. */
export function lastSaid(messages: readonly ConsoleMessage[], mode: Mode, meId: string): string | null {
  return said(messages, mode, meId).at(-1)?.id ?? null;
}

/** What came in after `since`: the customer's and colleagues' words; for a note, notes alone. */
export function cameIn(
  messages: readonly ConsoleMessage[],
  since: string | null,
  mode: Mode,
  meId: string,
): ConsoleMessage[] {
  const relevant = said(messages, mode, meId);
  const from = since === null ? -1 : relevant.findLastIndex((message) => message.id === since);
  return relevant.slice(from + 1);
}

function said(messages: readonly ConsoleMessage[], mode: Mode, meId: string): ConsoleMessage[] {
  return messages.filter(
    ({ kind, sender }) =>
      sender.id !== meId &&
      (sender.kind === "user" || sender.kind === "agent") &&
      (mode === "message" || kind === "note"),
  );
}
