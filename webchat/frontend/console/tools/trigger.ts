/** What stands before the caret and asks for a list: `/` a reply, `??` an article, `@` a colleague. Pure. */
import type { Mode } from "../state/outbox";

export interface Trigger {
  kind: "reply" | "article" | "colleague";
  /** What was typed after the sign. */
  query: string;
  /** Where the sign begins: from here to the caret is replaced. */
  from: number;
}

const REPLY = /(^|\s)\/([\p{L}\d.-]{0,40})$/u;
const ARTICLE = /(^|\s)\?\?([^\n?]{0,80})$/;
/** `::` and `@@` too: on some keyboards `@` is hard to reach, and in a reply it is an address. A name may have two words. */
const COLLEAGUE = /(^|\s)(?:@@?|::)([\p{L}'-]*(?: [\p{L}'-]*)?)$/u;

/** The list that the text up to the caret asks for; colleagues only in a note, the customer is none. */
export function triggerAt(text: string, caret: number, mode: Mode): Trigger | null {
  const before = text.slice(0, caret);
  return (
    found("reply", REPLY.exec(before)) ??
    found("article", ARTICLE.exec(before)) ??
    (mode === "note" ? found("colleague", COLLEAGUE.exec(before)) : null)
  );
}

/** The text with the trigger replaced, and where the caret belongs then. */
export function replaced(text: string, caret: number, trigger: Trigger, insert: string): [string, number] {
  const start = text.slice(0, trigger.from) + insert;
  return [start + text.slice(caret), start.length];
}

function found(kind: Trigger["kind"], match: RegExpExecArray | null): Trigger | null {
  if (!match) return null;
  return { kind, query: (match[2] ?? "").trim(), from: match.index + (match[1] ?? "").length };
}
