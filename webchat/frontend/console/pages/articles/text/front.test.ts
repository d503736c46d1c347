import { expect, test } from "vitest";
import type { Problem } from "../../../net/knowledge";
import { frontOf, listOf, spotOf, wordOf } from "./front";

const TEXT = `---
id: a.nl
title: A
sign: S
keywords: a, b
steps:
  - id: one
    text: do
  - id: two
    text:
---
Body
second line
`;
const problem = (more: Partial<Problem>): Problem => ({ line: null, code: "x", message: "", ...more });

test("fields and lists, also one written as words with commas", () => {
  const front = frontOf(TEXT);

  expect([wordOf(front, "sign"), wordOf(front, "goal"), wordOf(front, "steps")]).toEqual(["S", "", ""]);
  expect(listOf(front, "keywords")).toEqual(["a", "b"]);
  expect(frontOf("---\na: [\n---\n").reads).toBe(false);
});

test.each<[string, Partial<Problem>, object]>([
  ["a line of the body", { line: 13 }, { tab: "text", line: 2 }],
  ["a step by its name", { params: { step: "two" } }, { tab: "steps", step: 1 }],
  ["a step by its line", { line: 10 }, { tab: "steps", step: 1 }],
  ["a field by its line", { line: 5 }, { tab: "about", field: "keywords" }],
  ["a field by what is wrong", { code: "no_goal" }, { tab: "about", field: "goal" }],
  ["the step that is not finished", { code: "bad_steps", line: 6 }, { tab: "steps", step: 1 }],
  ["the title", { line: 3 }, { tab: "text", line: 1 }],
  ["what only the source shows", { line: 2 }, { tab: "source", line: 2 }],
  ["nowhere in particular", {}, { tab: "text", line: 1 }],
])("a problem leads to %s", (_, given, spot) => {
  expect(spotOf(TEXT, problem(given))).toEqual(spot);
});

test("a front matter that does not read is mended in the source", () => {
  expect(spotOf("---\na: [\n---\nBody\n", problem({ line: 2, code: "bad_yaml" }))).toEqual({
    tab: "source",
    line: 2,
  });
});
