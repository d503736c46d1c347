/** How a conversation is called where there is room for one line. */
import type { ConversationSummary, Sender } from "../protocol/wire";
import { t } from "./i18n";

export function customerName({ customer, ticket }: ConversationSummary): string {
  return (
    customer.name ||
    customer.email ||
    (ticket && t("customer.of", { number: ticket.number })) ||
    t("customer.visitor")
  );
}

/** Who speaks. A customer without a name is told in the customer's language there; here in the reader's. */
export function senderName(
  { kind, name }: Sender,
  conversation: ConversationSummary | null | undefined,
): string {
  if (kind === "user" && conversation)
    return conversation.customer.name || conversation.customer.email || t("customer.visitor");
  return name || t(`sender.${kind}`);
}

export function subjectOf({ ticket, last_message }: ConversationSummary): string {
  const subject = ticket?.fields.subject?.value ?? last_message?.text ?? "";
  return unmasked(String(subject));
}

/** A masked word inside one line of text: short, in words. */
export function unmasked(text: string): string {
  return text.replace(/\[masked:(\w+)\]/g, "••••");
}

const BROWSERS: [RegExp, string][] = [
  [/Edg\//, "Edge"],
  [/Firefox\//, "Firefox"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: [RegExp, string][] = [
  [/Windows/, "Windows"],
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
];

/** Browser and system of a user agent's name, as people call them; a program's own name otherwise. */
export function program(userAgent: string): string {
  const find = (names: [RegExp, string][]) => names.find(([pattern]) => pattern.test(userAgent))?.[1];
  const known = [find(BROWSERS), find(SYSTEMS)].filter(Boolean).join(", ");
  return known || userAgent.split(/[/ ]/)[0] || "";
}
