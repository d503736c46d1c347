/** An article's text in its two parts: the front matter, which people fill in as a form, and the body in Markdown. */

export interface Parts {
  /** With the fence that opens it and its line break. */
  open: string;
  /** YAML, with its last line break. */
  front: string;
  /** The fence that closes it, with its line break. */
  close: string;
  body: string;
}

/** As kb_index reads it: a line of `---` at the very start, and the next one. Null where there is none. */
const PARTS = /^(\ufeff?---[ \t]*(?:\r?\n))((?:.*\r?\n)*?)(---[ \t]*(?:\r?\n|$))/;

export function parts(markdown: string): Parts | null {
  const found = PARTS.exec(markdown);
  if (!found) return null;
  const [whole, open = "", front = "", close = ""] = found;
  return { open, front, close, body: markdown.slice(whole.length) };
}

export function join({ open, front, close, body }: Parts): string {
  return open + front + close + body;
}

/** The text with another front matter; one without gets one. */
export function withFront(markdown: string, edit: (front: string) => string): string {
  const now = parts(markdown);
  if (now) return join({ ...now, front: edit(now.front) });
  return join({ open: "---\n", front: edit(""), close: "---\n", body: markdown });
}

export function withBody(markdown: string, body: string): string {
  const now = parts(markdown);
  if (!now) return body;
  // Without a line break after the fence the body would become part of it.
  const close = now.close.endsWith("\n") || body === "" ? now.close : `${now.close}\n`;
  return join({ ...now, close, body });
}

export function bodyOf(markdown: string): string {
  return parts(markdown)?.body ?? markdown;
}

/** The line of the whole text, from 1, on which the body begins. */
export function bodyLine(markdown: string): number {
  const now = parts(markdown);
  return now ? (now.open + now.front + now.close).split("\n").length : 1;
}
