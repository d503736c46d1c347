/** How a conversation is called where there is room for one line. */
import type { ConversationSummary } from "../protocol/wire";
import { t } from "./i18n";

export function customerName({ customer, ticket }: ConversationSummary): string {
  return (
    customer.name ||
    customer.email ||
    (ticket && t("customer.of", { number: ticket.number })) ||
    t("customer.visitor")
  );
}

export function subjectOf({ ticket, last_message }: ConversationSummary): string {
  const subject = ticket?.fields.subject?.value ?? last_message?.text ?? "";
  return unmasked(String(subject));
}

/** A masked word inside one line of text: short, in words. */
export function unmasked(text: string): string {
  return text.replace(/\[masked:(\w+)\]/g, "••••");
}
