import { expect, test } from "vitest";
import { excerpt } from "./articles";

test("whole sentences, without the signs of Markdown", () => {
  expect(excerpt("## Stap 1\n**Zet** de router  uit.")).toBe("Zet de router uit.");
  const long = `${"Een zin van enige lengte die iets zegt. ".repeat(20)}`;
  expect(long.startsWith(excerpt(long))).toBe(true);
  expect(excerpt(long).endsWith("zegt.")).toBe(true);
  expect(excerpt(long).length).toBeLessThanOrEqual(280);
});

test("one endless sentence ends between words", () => {
  expect(excerpt("woord ".repeat(100))).toMatch(/ …$/);
});
