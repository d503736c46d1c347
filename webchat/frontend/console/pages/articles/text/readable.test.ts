import { expect, test } from "vitest";
import { readable } from "./readable";

const NAMES = {
  field: (key: string) => ({ title: "Title", handoff: "Hand over", keywords: "Keywords" })[key] ?? null,
  value: (key: string, value: string) => (key === "own" ? value.toUpperCase() : value),
  step: (n: number) => `Step ${n}`,
  end: (end: string) => `(${end})`,
};

test("fields by name, unknown ones by their key, steps with where they lead", () => {
  const text = `---
id: a.nl
title: A
handoff: true
incident: false
own: x
keywords: [a, b]
steps:
  - id: one
    text: Do this.
    check:
      question: Well?
      answers: [{label: Yes it is, goto: two}, {label: Never, goto: human}]
  - id: two
    text: Do that.
    failed: one
---
Body
`;

  expect(readable(text, NAMES)).toBe(`Title: A
Hand over: ✓
own: X
Keywords: a, b

Step 1: Do this.
    Well?
      Yes it is → Step 2
      Never → (human)
Step 2: Do that.
      done → (solved)
      failed → Step 1

Body
`);
});

test("what does not read is shown as it stands", () => {
  expect(readable("---\na: [\n---\nB", NAMES)).toBe("---\na: [\n---\nB");
});
