import { expect, test } from "vitest";
import { amount, difference, duration, weekdays } from "./format";

test("durations in the largest units that tell", () => {
  expect([4, 59.6, 750, 3900, 3 * 86_400 + 7200].map((s) => duration(s, "nl"))).toEqual([
    "4 s",
    "1 min",
    "13 min",
    "1 u 05",
    "3 d 2 u",
  ]);
  expect(duration(86_400 * 2, "fr")).toBe("2 j 0 h");
});

test("values and differences by unit, nothing where there is none", () => {
  expect(amount(null, "share", "nl")).toBe("–");
  expect(amount(4.256, "score", "nl")).toBe("4,26");
  expect(difference(-0.021, "share", "nl")).toBe("−2,1 procentpunt");
  expect(difference(12, "count", "en")).toBe("+12");
  expect(difference(0, "count", "en")).toBe("±0");
  expect(difference(-180, "seconds", "en")).toBe("−3 min");
});

test("the week begins on Monday", () => {
  expect(weekdays("nl")[0]).toBe("maandag");
  expect(weekdays("en")[6]).toBe("Sunday");
});
