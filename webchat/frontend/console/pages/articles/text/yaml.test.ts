import { expect, test } from "vitest";
import { NotAMap, setKeys, values } from "./yaml";

const FRONT = `# by hand
id: vpn.nl
title: 'VPN: geen verbinding'   # as people say it
odd_key:   {kept: [ 1,2 ]}
keywords: [a, b]

# questions from tickets
questions:
  - ik raak niet   binnen
minutes: 6
`;
const ORDER = ["id", "title", "sign", "keywords", "questions", "minutes"];

test("only the value that changes is written anew", () => {
  const changed = setKeys(FRONT, { title: "VPN doet het niet" }, ORDER);

  expect(changed).toBe(FRONT.replace("'VPN: geen verbinding'", "VPN doet het niet"));
});

test("a list on one line, a list below one another, and what holds a colon is quoted", () => {
  const changed = setKeys(
    FRONT,
    { keywords: ["a", "c d"], questions: ["hoe: dan", "en nu"], minutes: 8 },
    ORDER,
  );

  expect(changed).toContain("keywords: [ a, c d ]\n\n# questions from tickets\n");
  expect(values(changed).questions).toEqual(["hoe: dan", "en nu"]);
  expect(changed.endsWith("minutes: 8\n")).toBe(true);
  expect(changed.startsWith("# by hand\nid: vpn.nl\ntitle: 'VPN")).toBe(true);
});

test("a new key stands in its place, a key that goes leaves no trace", () => {
  const changed = setKeys(FRONT, { sign: "Ik raak niet binnen" }, ORDER);

  expect(changed).toContain("as people say it\nsign: Ik raak niet binnen\nodd_key:");
  expect(setKeys(changed, { sign: undefined }, ORDER)).toBe(FRONT);
});

test.each([
  ["Yes"],
  ["no"],
  ["12:30"],
  ["2026-01-01"],
  ["- x"],
  ["# x"],
  ["a: b"],
  ["'"],
  ['"'],
  [" spaces "],
  ["1e3"],
  ["~"],
  ["*a"],
  ["@home"],
])("a text that YAML would take for something else stays a text: %s", (text) => {
  expect(values(setKeys(FRONT, { title: text }, ORDER)).title).toBe(text);
});

test("values of YAML 1.1 as kb_index reads them", () => {
  expect(values("a: yes\nb: 12:30\nc: 2026-01-01\nd: 1.5\ne: {f: no}\ng:\n")).toEqual({
    a: true,
    b: "12:30",
    c: "2026-01-01",
    d: 1.5,
    e: { f: false },
    g: null,
  });
});

test("Windows line breaks stay, an empty front matter takes its first key", () => {
  expect(setKeys("id: a\r\nminutes: 1\r\n", { title: "T", minutes: 2 }, ORDER)).toBe(
    "id: a\r\ntitle: T\r\nminutes: 2\r\n",
  );
  expect(setKeys("", { title: "T" }, ORDER)).toBe("title: T\n");
});

test("what is no map is refused", () => {
  expect(() => values("- a\n- b\n")).toThrow(NotAMap);
  expect(() => values("a: [\n")).toThrow(NotAMap);
});
