import { expect, test } from "vitest";
import { dayName, percent, timeAgo, timeTo, waitingTime } from "./format";

const NOW = new Date(2026, 10, 24, 9, 0).getTime();
const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();

test.each([
  [-5, "0:00"],
  [7.9, "0:07"],
  [760, "12:40"],
  [11_100, "3 h 05"],
  [200_000, "2 d"],
])("a wait of %d s is %s", (seconds, text) => {
  expect(waitingTime(seconds)).toBe(text);
});

test("time ago speaks the language", () => {
  expect(timeAgo(ago(180), NOW, "nl")).toMatch(/3 min.* geleden/);
  expect(timeAgo(ago(7200), NOW, "fr")).toMatch(/il y a 2.?h/);
  expect(timeAgo(ago(86_400), NOW, "en")).toBe("yesterday");
});

test("days are named today, yesterday, then by date", () => {
  expect(dayName(ago(60), NOW, "nl")).toBe("Vandaag");
  // Ten hours before nine in the morning is the evening before.
  expect(dayName(ago(36_000), NOW, "fr")).toBe("Hier");
  expect(dayName(ago(86_400 * 3), NOW, "en")).toMatch(/Saturday.*21 November/);
});

test("percent as each language writes it", () => {
  expect(percent(0.92, "en")).toBe("92%");
  expect(percent(0.92, "fr")).toMatch(/^92\s%$/);
});

test.each([
  [480, "nl", /over 8 min/],
  [-480, "nl", /8 min.* geleden/],
  [7 * 3600, "fr", /dans 7.h/],
  [2 * 86_400, "en", /in 2 days/],
] as const)("%d s from now in %s", (seconds, language, words) => {
  expect(timeTo(ago(-seconds), NOW, language)).toMatch(words);
});
