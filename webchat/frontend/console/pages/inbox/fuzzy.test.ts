import { expect, test } from "vitest";
import { fits, search } from "./fuzzy";

const ALL = ["Geen verbinding met de wifi", "Wifi is traag", "Écran noir", "De printer print niet"];
const found = (query: string) => search(query, ALL, (one) => one, 10);

test("a part of a word, letters in order and missing accents find it", () => {
  expect(found("wifi")).toEqual(["Geen verbinding met de wifi", "Wifi is traag"]);
  expect(found("ecran")).toEqual(["Écran noir"]);
  expect(found("prntr")).toEqual(["De printer print niet"]);
  expect(found("traag wifi")).toEqual(["Wifi is traag"]);
  expect(found("")).toEqual(ALL);
  expect(found("xyz")).toEqual([]);
});

test("the beginning of a word counts more than its middle", () => {
  expect(fits("print", "De printer")).toBeGreaterThan(fits("rint", "De printer"));
});
