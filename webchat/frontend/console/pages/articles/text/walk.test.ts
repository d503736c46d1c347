import { expect, test } from "vitest";
import type { Parsed, ParsedStep } from "../../../net/knowledge";
import { type Choice, choose, start, type Walk } from "./walk";

const step = (id: string, more: Partial<ParsedStep> = {}): ParsedStep => ({
  id,
  text: `do ${id}`,
  expert: null,
  expect: null,
  minutes: null,
  help: null,
  check: null,
  done: null,
  failed: null,
  ...more,
});
const article = (steps: ParsedStep[], more: Partial<Parsed> = {}): Parsed => ({
  title: "T",
  language: "nl",
  body: "Body",
  goal: "It works",
  minutes: 3,
  handoff: false,
  steps,
  ...more,
});
const NOVICE = { expert: false };
const keys = (walk: Walk) =>
  walk.messages.at(-1)?.parts.map((part) => ("key" in part ? part.key : part.text));
const press = (walk: Walk, of: Parsed, choice: Choice) => choose(walk, of, choice, "label", NOVICE);

test("the plan comes first, then step after step to the question and the end", () => {
  const of = article([step("a", { expect: "light" }), step("b")]);
  let walk = start(of, NOVICE);
  expect(keys(walk)).toEqual(["plan", "plan_minutes", "plan_goal"]);

  walk = press(walk, of, { says: "start" });
  expect(walk.messages.at(-1)).toMatchObject({ step: { number: 1, of: 2 } });
  expect(keys(walk)).toEqual(["do a", "step_expect"]);
  walk = press(press(walk, of, { says: "failed" }), of, { says: "done" });
  expect(keys(walk)).toEqual(["ask_solved"]);
  expect(keys(press(walk, of, { says: "solved" }))).toEqual(["solved"]);
});

test("an answer leads where it says, and 'not yet' to the steps that were passed over", () => {
  const check = {
    question: "Light?",
    answers: [
      { label: "Yes", goto: "solved" },
      { label: "No", goto: "human" },
    ],
  };
  const of = article([step("a", { check }), step("b")]);
  const at = press(start(of, NOVICE), of, { says: "start" });
  expect(at.choices).toEqual([{ answer: 0, label: "Yes" }, { answer: 1, label: "No" }, { says: "unclear" }]);

  expect(keys(press(at, of, { answer: 1, label: "No" }))).toEqual(["person_comes"]);
  const asked = press(at, of, { answer: 0, label: "Yes" });
  expect(keys(press(asked, of, { says: "not_solved" }))).toEqual(["do b"]);
});

test("the first time unclear it is told otherwise, then a person is offered, then comes", () => {
  const of = article([step("a", { help: "slowly" })]);
  let walk = press(start(of, NOVICE), of, { says: "start" });
  walk = press(walk, of, { says: "unclear" });
  expect(walk.messages.at(-1)?.parts).toEqual([{ key: "step_help", params: { help: "slowly" } }]);
  walk = press(walk, of, { says: "unclear" });
  expect(walk.choices[0]).toEqual({ says: "person" });
  expect(keys(press(walk, of, { says: "unclear" }))).toEqual(["person_comes"]);
});

test("a step that comes round a third time ends with a person", () => {
  const of = article([step("a", { done: "a", failed: "human" })]);
  let walk = press(start(of, NOVICE), of, { says: "start" });
  walk = press(walk, of, { says: "done" });
  expect(keys(walk)).toEqual(["do a"]);
  expect(keys(press(walk, of, { says: "done" }))).toEqual(["person_comes"]);
});

test("without steps the text itself, for experts their wording, and an article that always hands off", () => {
  expect(keys(start(article([]), NOVICE))).toEqual(["Body", "ask_helped"]);
  const of = article([step("a", { expert: "quick" })]);
  expect(keys(choose(start(of, { expert: true }), of, { says: "start" }, "", { expert: true }))).toEqual([
    "quick",
  ]);
  const policy = start(article([step("a")], { handoff: true }), NOVICE);
  expect(policy.messages.map(({ parts }) => parts.at(-1))).toEqual([
    { text: "1. do a" },
    { key: "person_comes" },
  ]);
  expect(policy.choices).toEqual([]);
});
