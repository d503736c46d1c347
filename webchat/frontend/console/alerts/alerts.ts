/** Tells the agent that somebody waits: sound, desktop notice, count in the title, words for screen readers. */
import { effect, signal } from "@preact/signals";
import type { ConversationSummary, Ticket } from "../../protocol/wire";
import { turnedLate } from "../due";
import { t, tn } from "../i18n";
import { show, toast } from "../screen";
import { isMine } from "../state/select";
import { agent, now, onEvent, state } from "../state/store";
import { customerName, subjectOf } from "../summary";
import { alertKeys, attentionCount } from "./attention";
import { play } from "./sound";

type Permission = NotificationPermission | "unsupported";
const currentPermission = (): Permission =>
  "Notification" in window ? Notification.permission : "unsupported";

export const permission = signal<Permission>(currentPermission());
/** Read out by the live region. */
export const announcement = signal("");

/** Ask the browser; only ever from a button. */
export async function askPermission(): Promise<void> {
  await Notification.requestPermission();
  permission.value = currentPermission();
}

export function startAlerts(): void {
  let told: Set<string> | null = null;
  effect(() => {
    if (!state.value) {
      told = null;
      return;
    }
    const keys = alertKeys(state.value, now.peek());
    const fresh = [...keys].filter(([key]) => !told?.has(key));
    // At the start the queue stands on the screen; only what is offered to me rings.
    const ringing = told ? fresh : fresh.filter(([, conversation]) => conversation.offer);
    told = new Set([...(told ?? []), ...keys.keys()]);
    alertHandoffs(ringing.map(([, conversation]) => conversation));
  });
  effect(() => {
    const n = state.value ? attentionCount(state.value, now.value) : 0;
    document.title = n > 0 ? `(${n}) Firstline` : "Firstline";
  });
  onEvent((event, before, live) => {
    if (event.event !== "ticket_changed" || !live) return;
    const conversation = before.conversations[event.data.ticket.conversation_id];
    if (conversation) alertPromise(conversation, event.data.ticket, before.meId);
  });
  onEvent((event, before, live) => {
    if (event.event !== "message_created" || event.data.sender.kind !== "user" || !live) return;
    const conversation = before.conversations[event.data.conversation_id];
    if (!conversation || !isMine(conversation, before.meId)) return;
    if (!document.hasFocus()) {
      play("message");
      notify(conversation, t("notice.message", { name: customerName(conversation) }), event.data.text);
    }
  });
}

/** A promise that comes near its time is told to who has the conversation; a broken one to who leads the desk too. */
function alertPromise(conversation: ConversationSummary, ticket: Ticket, meId: string): void {
  const due = turnedLate(conversation.ticket, ticket);
  if (!due) return;
  const isBroken = due.state === "breached";
  const leads = ["supervisor", "administrator"].includes(agent.value?.role ?? "");
  const mine = isMine(conversation, meId);
  if (!mine && !(isBroken && leads)) return;
  const what = t(`due.${due.what}`);
  const text = t(isBroken ? "notice.breached" : "notice.due_soon", { number: ticket.number, what });
  toast(text, isBroken, `due/${ticket.id}`);
  announcement.value = text;
  if (mine && !document.hasFocus()) notify(conversation, text, subjectOf(conversation));
}

/** One sound and one notice, however many come at once. */
function alertHandoffs(conversations: readonly ConversationSummary[]): void {
  const last = conversations.at(-1);
  if (!last) return;
  const n = conversations.length;
  const title = n > 1 ? tn("notice.handoffs", n) : t("notice.handoff", { name: customerName(last) });
  play("handoff");
  announcement.value = n > 1 ? title : `${title}. ${subjectOf(last)}`;
  // On a phone the list with the offer may be behind another pane.
  toast(title, false, "handoff");
  if (!document.hasFocus()) notify(last, title, n > 1 ? "" : subjectOf(last));
}

function notify(conversation: ConversationSummary, title: string, body: string): void {
  if (permission.value !== "granted") return;
  // The tag replaces an older notice about the same conversation instead of piling up.
  const notice = new Notification(title, { body: body.slice(0, 140), tag: conversation.id });
  notice.onclick = () => {
    window.focus();
    show(conversation.id);
    notice.close();
  };
}
