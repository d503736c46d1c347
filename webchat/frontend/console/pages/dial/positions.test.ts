import { expect, test } from "vitest";
import type { Position } from "../../net/dial";
import { change, percent, placeOf, total } from "./positions";

const none = { answered: 0, clarified: 0, other: 0, handed_off: 0 };
const at = (max_wrong_share: number): Position => ({
  max_wrong_share,
  held_out: { n: 10, answered: 0.5, wrong: 0.01, low: 0, high: 0.02 },
  questions: { all: { ...none, answered: 3, other: 2 }, nl: none, fr: none, en: none },
});

test("a share lies at its position, or at the nearest", () => {
  const dial = { positions: [at(0.005), at(0.05), at(0.2)] };
  expect([0.005, 0.06, 0.9, 0.13].map((share) => placeOf(dial, share))).toEqual([0, 1, 2, 2]);
});

test("questions of a group are all that became of them", () => {
  expect(total(at(0.1), "all")).toBe(5);
  expect(total(at(0.1), "nl")).toBe(0);
});

test("shares and changes are written as the reader does", () => {
  expect(percent(0.005, "nl").replace(/\s/g, " ")).toBe("0,5%");
  expect(change(0.62, 0.55, "nl")).toBe("+7");
  expect(change(0.5, 0.5214, "en")).toBe("−2.1");
  expect(change(0.5, 0.5, "en")).toBe("");
});
