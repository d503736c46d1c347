/** The words of a message, to mark what they name. Positions count characters (code points), as the server does. Pure. */
import type { Entity } from "../../net/inbox";

export interface Word {
  text: string;
  start: number;
  end: number;
}

export function wordsOf(text: string): Word[] {
  return [...text.matchAll(/\S+/gu)].map((match) => {
    const start = [...text.slice(0, match.index)].length;
    return { text: match[0], start, end: start + [...match[0]].length };
  });
}

/** The words from one to another, whichever comes first, without the signs around them. */
export function span(
  words: readonly Word[],
  from: number,
  to: number,
): { start: number; end: number } | null {
  const [first, last] = [words[Math.min(from, to)], words[Math.max(from, to)]];
  if (!first || !last) return null;
  const before = /^[\p{P}\p{S}]*/u.exec(first.text)?.[0] ?? "";
  const behind = /[\p{P}\p{S}]*$/u.exec(last.text)?.[0] ?? "";
  const start = first.start + [...before].length;
  const end = last.end - [...behind].length;
  return start < end ? { start, end } : { start: first.start, end: last.end };
}

/** With one more mark; those that it overlaps go. */
export function marked(entities: readonly Entity[], added: Entity): Entity[] {
  const rest = entities.filter(({ start, end }) => end <= added.start || start >= added.end);
  return [...rest, added].sort((a, b) => a.start - b.start);
}

export function textOf(text: string, { start, end }: { start: number; end: number }): string {
  return [...text].slice(start, end).join("");
}
