/** What is open on the screen besides the conversation: a dialog, a pane on a phone, toasts. */
import { signal } from "@preact/signals";
import { go, route } from "./pages/route";
import { draft, withCard, withDraft } from "./state/outbox";
import { mode, outbox, select, selectedId, state } from "./state/store";
import type { Card } from "./tools/articles";

export type DialogName =
  | "resolve"
  | "snooze"
  | "transfer"
  | "abuse"
  | "palette"
  | "help"
  | "account"
  | "reminder"
  | "takeover"
  | "propose";
export type Pane = "list" | "conversation" | "ticket";

export const dialog = signal<DialogName | null>(null);
/** The article that the dialog "propose" is about; null for a new one. */
export const proposing = signal<{ id: string; title: string } | null>(null);
/** On a narrow screen one pane shows at a time; on a wide one this is ignored. */
export const pane = signal<Pane>("list");
/** The message to scroll to and light up, set by a ticket field's source. */
export const jumpTo = signal<{ seq: number } | null>(null);
/** Keys that the page on the screen has of its own, for the list of shortcuts; a page sets them and clears them. */
export const pageKeys = signal<readonly PageKey[]>([]);
export const toasts = signal<readonly Toast[]>([]);

/** Where the composer listens for `reply` and `note`: they also move the focus there. */
export const focusComposer: { current: (() => void) | null } = { current: null };

/** The conversation that is being taken: its button goes, and with it the focus, so the composer takes that over. */
export const taking: { current: string | null } = { current: null };

export interface PageKey {
  /** As written in a list of commands: `Alt+1`. */
  keys: string;
  does: string;
}

export interface Toast {
  id: number;
  text: string;
  bad: boolean;
  about: string;
}

const TOAST_MS = 7000;
let toastId = 0;

/** Say something for a moment; it takes the place of the same words, and of an older one `about` the same. */
export function toast(text: string, bad = false, about: string = text): void {
  const made = { id: ++toastId, text, bad, about };
  toasts.value = [...toasts.value.filter((each) => each.about !== about).slice(-2), made];
  setTimeout(() => dropToast(made.id), TOAST_MS);
}

export function dropToast(id: number): void {
  toasts.value = toasts.value.filter((each) => each.id !== id);
}

/** Show a conversation, from whatever page; on a phone its pane comes to the front. */
export function show(id: string): void {
  if (route.value.page !== "chats") go("chats");
  if (selectedId.value !== id) select(id);
  pane.value = "conversation";
}

export function jumpToMessage(seq: number): void {
  pane.value = "conversation";
  jumpTo.value = { seq };
}

/** Add words to the reply that is being written, with an article's card if they are from one. */
export function putInReply(id: string, text: string, card?: Card): void {
  const before = draft(outbox.value, id, "message").trimEnd();
  const next = withDraft(outbox.value, id, "message", before ? `${before}\n\n${text}` : text);
  outbox.value = card ? withCard(next, id, card) : next;
  mode.value = "message";
  pane.value = "conversation";
  requestAnimationFrame(() => focusComposer.current?.());
}

/** A dialog about a conversation needs one. */
export function openDialog(name: DialogName): void {
  const needsConversation = name !== "palette" && name !== "help" && name !== "account";
  if (needsConversation && !state.value?.conversations[selectedId.value ?? ""]) return;
  dialog.value = name;
}
