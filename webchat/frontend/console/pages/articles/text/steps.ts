/** The steps of an article as data, and back into its front matter: what nobody touched keeps its very bytes. */
import { isMap, isSeq, parseDocument } from "yaml";
import { lineOf, setKeys, values } from "./yaml";

export interface Answer {
  label: string;
  goto: string;
}

export interface Step {
  id: string;
  text: string;
  expert?: string;
  expect?: string;
  minutes?: number;
  help?: string;
  check?: { question: string; answers: Answer[] };
  done?: string;
  failed?: string;
  /** Its place in the text as it was read; null for a new one. */
  from: number | null;
}

export const KEYS = ["id", "text", "expert", "expect", "minutes", "help", "check", "done", "failed"] as const;

/** The steps that a front matter lists; [] where it lists none. Throws when the YAML does not read. */
export function stepsOf(front: string): Step[] {
  const raw = values(front).steps;
  if (!Array.isArray(raw)) return [];
  return raw.map((each, i) => step((each ?? {}) as Record<string, unknown>, i));
}

function step(raw: Record<string, unknown>, from: number): Step {
  const made: Step = { id: words(raw.id) ?? String(from + 1), text: words(raw.text) ?? "", from };
  for (const key of ["expert", "expect", "help", "done", "failed"] as const) {
    const value = words(raw[key]);
    if (value !== undefined) made[key] = value;
  }
  if (typeof raw.minutes === "number") made.minutes = raw.minutes;
  const check = raw.check as { question?: unknown; answers?: unknown } | undefined;
  if (check && typeof check === "object") {
    const answers = Array.isArray(check.answers) ? (check.answers as Record<string, unknown>[]) : [];
    made.check = {
      question: words(check.question) ?? "",
      answers: answers.map((each) => ({ label: label(each?.label), goto: words(each?.goto) ?? "next" })),
    };
  }
  return made;
}

const words = (value: unknown) => (value === null || value === undefined ? undefined : String(value).trim());

/** kb_index reads an unquoted Yes as the word too. */
const label = (value: unknown) => (value === true ? "Yes" : value === false ? "No" : (words(value) ?? ""));

/** The front matter with these steps; none takes the key away. */
export function withSteps(front: string, steps: readonly Step[]): string {
  if (steps.length === 0) return setKeys(front, { steps: undefined }, ORDER);
  const slices = slicesOf(front);
  if (!slices) {
    const text = `${lineOf("steps", ["x"]).split("\n")[0]}\n${steps.map((each) => item(each, "  - ")).join("")}`;
    return insert(front, text);
  }
  const before = stepsOf(front);
  const eol = front.includes("\r\n") ? "\r\n" : "\n";
  const prefix = /^\s*-\s+/.exec(slices.items[0] ?? "")?.[0] ?? "  - ";
  const ids = idsIn(front);
  const items = steps.map((each, i) => {
    const old = each.from === null ? undefined : before[each.from];
    const slice = each.from === null ? undefined : slices.items[each.from];
    if (!old || slice === undefined) return item(each, prefix).replace(/\n/g, eol);
    const change = changed(old, each);
    // Without an id a step is named by its place: elsewhere that would be another name.
    if (i !== each.from && !ids[each.from as number]) change.id = each.id;
    if (Object.keys(change).length === 0) return slice.endsWith("\n") ? slice : slice + eol;
    return patched(slice, change);
  });
  return slices.before + items.join("") + slices.after;
}

/** In the order of kb_index's page about the format. */
export const ORDER = [
  "id", "family", "language", "title", "sign", "topic", "device", "products", "audience", "visibility", "handoff", "incident",
  "goal", "minutes", "keywords", "questions", "intent", "links", "steps",
]; // biome-ignore format: one thing a line would fill a screen

function insert(front: string, text: string): string {
  const without = setKeys(front, { steps: undefined }, ORDER);
  const gap = without && !without.endsWith("\n") ? "\n" : "";
  return without + gap + (front.includes("\r\n") ? text.replace(/\r?\n/g, "\r\n") : text);
}

/** The list's items as they stand, each from its dash to the next; null where the list is written another way. */
function slicesOf(front: string): { before: string; items: string[]; after: string } | null {
  const doc = parseDocument(front, { version: "1.1" });
  const list = isMap(doc.contents) ? doc.contents.get("steps", true) : null;
  if (!isSeq(list) || list.flow || list.items.length === 0) return null;
  const starts: number[] = [];
  for (const each of list.items) {
    if (!isMap(each) || each.flow || !each.range) return null;
    const from = front.lastIndexOf("\n", each.range[0] - 1) + 1;
    if (!/^\s*-\s+$/.test(front.slice(from, each.range[0]))) return null;
    starts.push(from);
  }
  const last = list.items.at(-1) as { range: [number, number, number] };
  const content = last.range[1];
  const eol = front[content - 1] === "\n" ? content - 1 : front.indexOf("\n", content);
  const end = eol < 0 ? front.length : eol + 1;
  const items = starts.map((from, i) => front.slice(from, starts[i + 1] ?? end));
  return { before: front.slice(0, starts[0]), items, after: front.slice(end) };
}

function idsIn(front: string): boolean[] {
  const raw = values(front).steps as { id?: unknown }[];
  return raw.map(({ id }) => id !== undefined && id !== null);
}

function changed(old: Step, now: Step): Record<string, unknown> {
  const change: Record<string, unknown> = {};
  for (const key of KEYS)
    if (JSON.stringify(old[key]) !== JSON.stringify(now[key]))
      change[key] = now[key] === "" ? undefined : now[key];
  return change;
}

/** One item with some of its keys anew: read as a map of its own, put back at its depth. */
function patched(slice: string, change: Record<string, unknown>): string {
  const dash = /^\s*-\s+/.exec(slice)?.[0] ?? "  - ";
  const depth = dash.length;
  const [first = "", ...rest] = slice.slice(depth).split("\n");
  const inner = rest.map((line) => (/^\s*$/.test(line.slice(0, depth)) ? line.slice(depth) : line));
  return atDepth(setKeys([first, ...inner].join("\n"), change, KEYS), dash);
}

function atDepth(map: string, dash: string): string {
  const lines = map
    .split("\n")
    .map((line, i) => (i === 0 || !line.trim() ? line : " ".repeat(dash.length) + line));
  const text = dash + lines.join("\n");
  return text.endsWith("\n") ? text : `${text}\n`;
}

function item(each: Step, dash: string): string {
  const map = KEYS.filter((key) => each[key] !== undefined && each[key] !== "").map((key) =>
    lineOf(key, each[key]),
  );
  return atDepth(`${map.join("\n")}\n`, dash);
}
