import type { Language, Message } from "../../protocol/wire";
import type { Outgoing } from "../state/types";

/** How a message of the user's stands: acknowledged, answered or read, or one of the outbox's states. */
export type Delivery = "sent" | "seen" | Outgoing["status"];

/** A row of the conversation as it is drawn. */
export interface Row {
  key: string;
  message: Message;
  /** Names the sender: the first of several in a row. */
  isFirst: boolean;
  /** Shows the time: the last of several in a row. */
  isLast: boolean;
  /** The first of its day, in the reader's time zone. */
  isNewDay: boolean;
  /** Of the user's newest message and of every unsent one. */
  delivery?: Delivery;
  unsent?: Outgoing;
  /** Quick replies may still be pressed: the newest words of the bot or a notice that offers some, not yet answered. */
  isLive: boolean;
}

/** Lay out log and outbox as rows. `isBotTurn`: quick replies go to the bot, so only while it has the conversation. */
export function layOut(messages: Message[], outbox: Outgoing[], isBotTurn: boolean, isSeen: boolean): Row[] {
  const all = [...messages, ...outbox.map(asMessage)];
  const unsent = new Map(outbox.map((one) => [one.client_id, one]));
  // A notice is not an answer, unless it offers one: "talk to a person" while the bot does not reply.
  const lastSpoken = all.findLast((one) => one.sender.kind !== "system" || one.buttons?.length);
  const lastOwn = messages.findLast((one) => one.sender.kind === "user");
  const wasAnswered = (own: Message) =>
    messages.at(-1)?.seq !== own.seq && messages.some((one) => one.seq > own.seq && isReply(one));
  return all.map((message, i) => {
    const waiting = message.client_id ? unsent.get(message.client_id) : undefined;
    const before = all[i - 1];
    const isNewDay = !before || dayOf(before.at) !== dayOf(message.at);
    const own: Delivery | undefined =
      message === lastOwn ? (isSeen || wasAnswered(message) ? "seen" : "sent") : undefined;
    return {
      key: message.client_id ?? message.id,
      message,
      isFirst: isNewDay || !isSameSpeaker(before, message),
      isLast: !isSameSpeaker(all[i + 1], message),
      isNewDay,
      delivery: waiting?.status ?? own,
      unsent: waiting,
      isLive: isBotTurn && message === lastSpoken && message.sender.kind !== "user",
    };
  });
}

const isReply = (message: Message): boolean =>
  message.sender.kind === "bot" || message.sender.kind === "agent";

function asMessage({ client_id, text, language, attachments, at }: Outgoing): Message {
  const sender = { kind: "user" as const, name: "" };
  return {
    seq: Number.POSITIVE_INFINITY,
    id: client_id,
    client_id,
    sender,
    text,
    language,
    kind: "text",
    attachments,
    at,
  };
}

function isSameSpeaker(a: Message | undefined, b: Message): boolean {
  return a?.sender.kind === b.sender.kind && a.sender.name === b.sender.name;
}

const dayOf = (at: string): string => new Date(at).toDateString();

/** `09:41` as the language writes it. */
export function formatTime(at: string, language: Language): string {
  return new Intl.DateTimeFormat(`${language}-BE`, {
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  }).format(new Date(at));
}

/** Whole days between `at` and `now`, by the calendar. */
export function daysAgo(at: string, now: Date): number {
  const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  return Math.round((midnight(now) - midnight(new Date(at))) / 86_400_000);
}
