import { expect, test } from "vitest";
import { x, y } from "./frame";
import { shade } from "./matrix";
import { topOf } from "./riskcoverage";

test("a share lies where it belongs: right and up is more", () => {
  expect(x(1) - x(0.5)).toBeCloseTo(x(0.5) - x(0));
  expect(y(0)).toBeGreaterThan(y(1));
  expect(y(0.05, 0.1)).toBeCloseTo(y(0.5));
});

test("the axis of risks ends just above the largest", () => {
  expect(topOf([])).toBe(0.05);
  expect(topOf([0.04, 0.12])).toBe(0.2);
  expect(topOf([0.9])).toBe(1);
});

test("a cell is darker the more often it goes wrong, and one mistake is already seen", () => {
  expect(shade(0, 10)).toBe(0);
  expect(shade(1, 10)).toBeGreaterThan(0.2);
  expect(shade(10, 10)).toBe(1);
});
