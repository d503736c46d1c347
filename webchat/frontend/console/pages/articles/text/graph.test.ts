import { expect, test } from "vitest";
import { graphOf } from "./graph";
import { drawing, END, pathOf, STEP } from "./layout";
import { parts } from "./parts";
import { OURS } from "./sample";
import { type Step, stepsOf } from "./steps";

const step = (id: string, more: Partial<Step> = {}): Step => ({ id, text: id, from: null, ...more });
const asks = (...gotos: string[]): Partial<Step> => ({
  check: { question: "?", answers: gotos.map((goto, i) => ({ label: `a${i}`, goto })) },
});

test("without anything said, Done leads on and the last one to the question and to a person", () => {
  const { edges, unreached, trapped } = graphOf([step("a"), step("b")]);

  expect(edges.map(({ from, to, ways }) => [from, to, ways])).toEqual([
    [0, { step: 1 }, ["done", "failed"]],
    [1, { end: "solved", name: "solved" }, ["done"]],
    [1, { end: "human", name: "human" }, ["failed"]],
  ]);
  expect([unreached, trapped]).toEqual([[], []]);
});

test("answers lead where they say: to a step, an article, or to nothing", () => {
  const { edges, missing } = graphOf([step("a", asks("c", "article:vpn", "gone")), step("b"), step("c")]);

  expect(edges.slice(0, 3).map(({ to }) => to)).toEqual([
    { step: 2 },
    { end: "article", name: "vpn" },
    { end: "missing", name: "gone" },
  ]);
  expect(missing).toEqual([0]);
});

test("a step that nothing leads to, and steps that go round for ever", () => {
  const past = [step("a", { done: "c", failed: "human" }), step("b"), step("c")];
  expect(graphOf(past).unreached).toEqual([1]);

  const round = [step("a", { done: "b", failed: "b" }), step("b", { done: "a", failed: "a" }), step("c")];
  const { trapped, unreached, back } = graphOf(round);
  expect(trapped).toEqual([0, 1]);
  expect(unreached).toEqual([2]);
  expect([...back].map(({ from, to }) => [from, to])).toEqual([[1, { step: 0 }]]);
});

test("behind a question the next step is reached only by an answer, or by one that did not solve it", () => {
  expect(graphOf([step("a", asks("c", "human")), step("b"), step("c")]).unreached).toEqual([1]);
  expect(graphOf([step("a", asks("c", "solved")), step("b"), step("c")]).unreached).toEqual([]);
});

test("a way back that can be left is no trap", () => {
  const { trapped, back } = graphOf([step("a"), step("b", { failed: "a" })]);

  expect(trapped).toEqual([]);
  expect(back.size).toBe(1);
});

const DUTCH = OURS.filter(([name]) => name.endsWith(".nl.md"));

test.each(DUTCH)("%s: drawn without boxes over one another, nothing wrong in it", (_, text) => {
  const steps = stepsOf(parts(text)?.front ?? "");
  if (steps.length === 0) return;
  const graph = graphOf(steps);
  const { boxes, lines, width, height } = drawing(steps.length, graph);

  expect([graph.unreached, graph.trapped, graph.missing]).toEqual([[], [], []]);
  expect(boxes.filter(({ what }) => "step" in what).length).toBe(steps.length);
  expect(lines.length).toBe(graph.edges.length);
  for (const one of boxes) {
    expect(one.x).toBeGreaterThanOrEqual(-0.01);
    expect(one.x + one.width).toBeLessThanOrEqual(width + 0.01);
    expect(one.y + one.height).toBeLessThanOrEqual(height);
    for (const other of boxes)
      if (one !== other && one.y === other.y)
        expect(Math.abs(one.x + one.width / 2 - other.x - other.width / 2)).toBeGreaterThanOrEqual(
          (one.width + other.width) / 2 - 0.01,
        );
  }
});

test("lines run from box to box; a way back goes round by the side", () => {
  const graph = graphOf([step("a"), step("b", { failed: "a", done: "solved" })]);
  const { lines, boxes } = drawing(2, graph);
  const first = boxes[0];

  expect(lines[0]?.points).toEqual([
    [(first?.x ?? 0) + STEP.width / 2, STEP.height],
    [(boxes[1]?.x ?? 0) + STEP.width / 2, boxes[1]?.y],
  ]);
  expect(lines.at(-1)?.isBack).toBe(true);
  expect(lines.map(pathOf).every((path) => path.startsWith("M"))).toBe(true);
  expect(boxes.some(({ width }) => width === END.width)).toBe(true);
});
