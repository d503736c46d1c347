import { expect, test } from "vitest";
import { parse, period, presetOf, todayIn, write } from "./asked";

const TODAY = "2026-03-01";

test("a preset ends yesterday and has as many whole days as it says", () => {
  expect(period("7", TODAY)).toEqual({ from: "2026-02-22", to: "2026-02-28" });
  expect(period("30", TODAY)).toEqual({ from: "2026-01-30", to: "2026-02-28" });
  expect(period("month", TODAY)).toEqual({ from: "2026-02-01", to: "2026-02-28" });
  expect(period("month", "2026-01-15")).toEqual({ from: "2025-12-01", to: "2025-12-31" });
});

test("an address is read as it was written, and says which preset it is", () => {
  const asked = { ...period("90", TODAY), language: "fr", team: "t 1", topic: "network", site: "" };
  expect(parse(write(asked), TODAY)).toEqual(asked);
  expect(presetOf(asked, TODAY)).toBe("90");
  expect(presetOf({ from: "2026-02-03", to: "2026-02-04" }, TODAY)).toBe("own");
});

test("an address that makes no sense is the last 30 days", () => {
  for (const wrong of ["", "from=2026-02-01", "from=soon&to=late", "from=2026-02-02&to=2026-02-01"])
    expect(presetOf(parse(wrong, TODAY), TODAY)).toBe("30");
});

test("today is the desk's, wherever the reader is", () => {
  const at = Date.UTC(2026, 2, 29, 22, 30);
  expect(todayIn("Europe/Brussels", at)).toBe("2026-03-30");
  expect(todayIn("America/New_York", at)).toBe("2026-03-29");
});
