import { expect, test } from "vitest";
import { added, freeId, moved, nWaysTo, removed, replaced } from "./changes";
import { join, parts } from "./parts";
import { OURS } from "./sample";
import { stepsOf, withSteps } from "./steps";
import { setKeys, values } from "./yaml";

test.each(OURS)("%s comes back byte for byte", (_, text) => {
  const found = parts(text);
  if (!found) throw new Error("no front matter");

  expect(join({ ...found, front: withSteps(found.front, stepsOf(found.front)) })).toBe(text);
  expect(setKeys(found.front, {}, [])).toBe(found.front);
});

test.each(OURS.filter((_, i) => i % 9 === 0))(
  "%s: one step changes, the others keep their bytes",
  (_, text) => {
    const front = parts(text)?.front ?? "";
    const steps = stepsOf(front);
    if (steps.length < 2) return;
    const other = replaced(steps, 1, { ...(steps[1] as (typeof steps)[0]), text: "Iets anders: 'echt'" });
    const written = withSteps(front, other);

    expect(stepsOf(written).map(({ from: _, ...step }) => step)).toEqual(
      other.map(({ from: _, ...step }) => step),
    );
    const lines = new Set(written.split("\n"));
    expect(front.split("\n").filter((line) => !lines.has(line)).length).toBe(1);
  },
);

const FRONT = `id: a.nl
steps:
  # the first
  - id: one
    text: >-
      Kijk of
      het aan staat.
    own_key: kept   # by hand
    check:
      question: Brandt het?
      answers:
        - {label: Ja, goto: three}
        - {label: No, goto: human}
  - text: Zonder naam.
    failed: three

  - id: three
    text: Herstart.
# after
links: [a.be]
`;

test("steps as data", () => {
  expect(stepsOf(FRONT)).toEqual([
    {
      id: "one",
      text: "Kijk of het aan staat.",
      from: 0,
      check: {
        question: "Brandt het?",
        answers: [
          { label: "Ja", goto: "three" },
          { label: "No", goto: "human" },
        ],
      },
    },
    { id: "2", text: "Zonder naam.", failed: "three", from: 1 },
    { id: "three", text: "Herstart.", from: 2 },
  ]);
});

test("a key of one step changes; its comment and unknown key stay, and so does the rest", () => {
  const [one, ...others] = stepsOf(FRONT);
  if (!one) throw new Error();
  const written = withSteps(FRONT, [{ ...one, expect: "Het brandt." }, ...others]);

  expect(written).toBe(FRONT.replace("    own_key:", "    expect: Het brandt.\n    own_key:"));
});

test("a step that moves takes its bytes with it, and a name if it had none", () => {
  const written = withSteps(FRONT, moved(stepsOf(FRONT), 1, 0));

  expect(written).toContain('  - id: "2"\n    text: Zonder naam.\n    failed: three\n');
  expect(stepsOf(written).map(({ text }) => text)).toEqual([
    "Zonder naam.",
    "Kijk of het aan staat.",
    "Herstart.",
  ]);
  expect(values(written).links).toEqual(["a.be"]);
  expect(written).toContain("own_key: kept   # by hand");
});

test("what led to a step that goes leads on to the next", () => {
  const left = removed(stepsOf(FRONT), 2);
  const again = stepsOf(withSteps(FRONT, left));

  expect(nWaysTo(stepsOf(FRONT), "three")).toBe(2);
  expect(again[0]?.check?.answers[0]?.goto).toBe("next");
  expect(again[1]?.failed).toBeUndefined();
});

test("a new step, and steps where there were none", () => {
  const first = added([], -1, "Zet het aan");
  const written = withSteps("id: a.nl\n", first);

  expect(written).toBe("id: a.nl\nsteps:\n  - id: zet-het\n    text: Zet het aan\n");
  expect(stepsOf(withSteps(FRONT, added(stepsOf(FRONT), 0, "Éteignez tout"))).map(({ id }) => id)).toEqual([
    "one",
    "eteignez-tout",
    "2",
    "three",
  ]);
  expect(withSteps(written, [])).toBe("id: a.nl\n");
});

test("a name is free, and none that means something", () => {
  expect(freeId([], "")).toBe("step-1");
  expect(freeId(added([], -1, ""), "")).toBe("step-2");
  expect(freeId([], "human")).toBe("human-2");
});
