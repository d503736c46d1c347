import { expect, test } from "vitest";
import { inWords, keep, secondsLeft, type Told } from "./pace";

const told = (...pairs: [number, number][]): Told[] =>
  pairs.reduce<Told[]>((kept, [done, s]) => keep(kept, { done, at_ms: s * 1000 }), []);

test("the time left follows from the pace of the last minutes", () => {
  expect(secondsLeft(told([0, 0], [100, 10]), 300)).toBe(20);
  // Quick at first, slow since: the quick part is forgotten.
  expect(secondsLeft(told([0, 0], [1000, 10], [1030, 70], [1060, 220]), 1120)).toBe(300);
});

test("nothing is foretold where nothing moves, or only just", () => {
  expect(secondsLeft([], 100)).toBeNull();
  expect(secondsLeft(told([50, 0]), 100)).toBeNull();
  expect(secondsLeft(told([50, 0], [60, 1]), 100)).toBeNull();
  expect(secondsLeft(told([50, 0], [50, 30]), 100)).toBeNull();
  expect(secondsLeft(told([50, 0], [90, 30], [10, 31]), 100)).toBeNull();
});

test("a time is told in round words", () => {
  expect(inWords(1, "nl")).toBe("5 seconden");
  expect(inWords(41, "fr")).toBe("45\u00a0secondes");
  expect(inWords(60, "en")).toBe("1 minute");
  expect(inWords(61, "en")).toBe("2 minutes");
});
