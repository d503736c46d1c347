import { expect, test } from "vitest";
import { query } from "../../net/tickets";
import { choicesIn } from "../fields/edit";
import { BUILT_IN, clean, same } from "./state";

test("a view is the same whatever the order of its parts, and other ones differ", () => {
  expect(same({ status: ["open", "new"], sort: "due" }, { sort: "due", status: ["new", "open"] })).toBe(true);
  expect(same({ q: "", kind: [], sort: "due" }, { sort: "due" })).toBe(true);
  const all = Object.values(BUILT_IN).map((view) => clean(view as object));
  for (const [i, one] of all.entries())
    for (const [j, other] of all.entries()) expect(same(one, other)).toBe(i === j);
});

test("filters go into the address one by one, empty ones not at all", () => {
  expect(query({ status: ["new", "open"], q: "wifi & co", agent: "" })).toBe(
    "status=new&status=open&q=wifi+%26+co",
  );
});

test("choices are read line by line", () => {
  expect(choicesIn("hq ; Hoofdzetel ; Siège ; Head office\n\n")).toEqual([
    { value: "hq", labels: { nl: "Hoofdzetel", fr: "Siège", en: "Head office" } },
  ]);
});
