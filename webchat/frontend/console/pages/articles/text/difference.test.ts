import { expect, test } from "vitest";
import { difference, folded, isSame } from "./difference";

const shown = (pairs: ReturnType<typeof difference>) =>
  pairs.map(({ before, after }) =>
    [before, after].map(
      (line) => line?.pieces.map((p) => (p.changed ? `[${p.text}]` : p.text)).join("") ?? null,
    ),
  );

test("lines that changed stand beside one another, their words marked", () => {
  expect(shown(difference("same\nthe old word\nend", "same\nthe new word\nend"))).toEqual([
    ["same", "same"],
    ["the [old] word", "the [new] word"],
    ["end", "end"],
  ]);
});

test("lines that came and went have nothing beside them", () => {
  expect(shown(difference("a\nb\n", "a\n"))).toEqual([
    ["a", "a"],
    ["[b]", null],
  ]);
  expect(shown(difference("", "a\n"))).toEqual([[null, "[a]"]]);
  expect(isSame(difference("a\n", "a\n"))).toBe(true);
});

test("numbers are those of each version", () => {
  const pairs = difference("1\n2\n3\n", "0\n1\n3\n");

  expect(pairs.map(({ before, after }) => [before?.number ?? null, after?.number ?? null])).toEqual([
    [null, 1],
    [1, 2],
    [2, null],
    [3, 3],
  ]);
});

test("what did not change is folded away", () => {
  const before = Array.from({ length: 30 }, (_, i) => `line ${i}`);
  const after = before.with(15, "other");
  const rows = folded(difference(before.join("\n"), after.join("\n")), 2);

  expect(rows.map((row) => ("n" in row ? row.n : "line"))).toEqual([
    13,
    "line",
    "line",
    "line",
    "line",
    "line",
    12,
  ]);
});
