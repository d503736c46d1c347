/** Find a subject by a part of its name, typed fast: accents, case and gaps do not matter. Pure. */

const plain = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** How well `query` fits `text`: 0 not at all, more is better. Each word has to be in it, or its letters in order. */
export function fits(query: string, text: string): number {
  const there = plain(text);
  let score = 1;
  for (const word of plain(query).split(/\s+/).filter(Boolean)) {
    const at = there.indexOf(word);
    if (at >= 0) score += at === 0 || there[at - 1] === " " ? 4 : 2;
    else if (word.length > 2 && inOrder(word, there)) score += 1;
    else return 0;
  }
  return score;
}

/** The best first; of equals the one that came first. Without a query all of them. */
export function search<T>(query: string, all: readonly T[], textOf: (one: T) => string, most: number): T[] {
  return all
    .map((one, at) => ({ one, at, score: fits(query, textOf(one)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .slice(0, most)
    .map(({ one }) => one);
}

function inOrder(letters: string, text: string): boolean {
  let at = -1;
  for (const letter of letters) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}
