import { expect, test } from "vitest";
import { marked, span, textOf, wordsOf } from "./words";

const TEXT = "😀 mijn «Surface Pro», kapot!";

test("positions count characters, also behind an emoji", () => {
  const words = wordsOf(TEXT);

  expect(words.map(({ text }) => text)).toEqual(["😀", "mijn", "«Surface", "Pro»,", "kapot!"]);
  expect(words[1]).toEqual({ text: "mijn", start: 2, end: 6 });
});

test("a selection leaves out the signs around it, in either direction", () => {
  const words = wordsOf(TEXT);

  for (const [from, to] of [
    [2, 3],
    [3, 2],
  ] as const) {
    const found = span(words, from, to);
    expect(found && textOf(TEXT, found)).toBe("Surface Pro");
  }
  expect(span(words, 0, 0)).toEqual({ start: 0, end: 1 });
  expect(span([], 0, 0)).toBe(null);
});

test("a new mark takes the place of those it overlaps", () => {
  const device = { start: 8, end: 19, entity: "device" };
  const since = { start: 22, end: 27, entity: "since" };
  const over = { start: 16, end: 19, entity: "application" };

  expect(marked([since], device)).toEqual([device, since]);
  expect(marked([device, since], over)).toEqual([over, since]);
});
