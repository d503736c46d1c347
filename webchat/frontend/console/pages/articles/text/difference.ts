/** Two versions of a text side by side: lines that are the same, and in lines that are not the words. */
import { diffLines, diffWordsWithSpace } from "diff";

export interface Piece {
  text: string;
  changed: boolean;
}

export interface Line {
  /** From 1, in its own version. */
  number: number;
  pieces: Piece[];
}

/** One row: the line before, the line after; null where the other has none. */
export interface Pair {
  same: boolean;
  before: Line | null;
  after: Line | null;
}

/** A stretch of lines that nobody changed and that need not be shown. */
export interface Skipped {
  n: number;
}

export function difference(before: string, after: string): Pair[] {
  const pairs: Pair[] = [];
  let left = 0;
  let right = 0;
  let removed: string[] = [];
  const flush = (added: string[]) => {
    const n = Math.max(removed.length, added.length);
    for (let i = 0; i < n; i++)
      pairs.push(
        changedPair(
          removed[i],
          added[i],
          () => ++left,
          () => ++right,
        ),
      );
    removed = [];
  };
  for (const part of diffLines(before, after)) {
    const lines = part.value.replace(/\n$/, "").split("\n");
    if (part.removed) removed = lines;
    else if (part.added) flush(lines);
    else {
      flush([]);
      for (const text of lines)
        pairs.push({
          same: true,
          before: { number: ++left, pieces: [{ text, changed: false }] },
          after: { number: ++right, pieces: [{ text, changed: false }] },
        });
    }
  }
  flush([]);
  return pairs;
}

function changedPair(
  before: string | undefined,
  after: string | undefined,
  left: () => number,
  right: () => number,
): Pair {
  const whole = (text: string): Piece[] => [{ text, changed: true }];
  if (before === undefined)
    return { same: false, before: null, after: { number: right(), pieces: whole(after ?? "") } };
  if (after === undefined)
    return { same: false, before: { number: left(), pieces: whole(before) }, after: null };
  const words = diffWordsWithSpace(before, after);
  const pieces = (mine: "removed" | "added", other: "removed" | "added"): Piece[] =>
    words.filter((word) => !word[other]).map((word) => ({ text: word.value, changed: !!word[mine] }));
  return {
    same: false,
    before: { number: left(), pieces: pieces("removed", "added") },
    after: { number: right(), pieces: pieces("added", "removed") },
  };
}

/** Only what changed, with some lines around it. */
export function folded(pairs: readonly Pair[], around = 3): (Pair | Skipped)[] {
  const shown = new Set<number>();
  pairs.forEach((pair, i) => {
    if (!pair.same) for (let near = i - around; near <= i + around; near++) shown.add(near);
  });
  const rows: (Pair | Skipped)[] = [];
  pairs.forEach((pair, i) => {
    const last = rows.at(-1);
    if (shown.has(i)) rows.push(pair);
    else if (last && "n" in last) last.n++;
    else rows.push({ n: 1 });
  });
  return rows;
}

export const isSame = (pairs: readonly Pair[]): boolean => pairs.every(({ same }) => same);
