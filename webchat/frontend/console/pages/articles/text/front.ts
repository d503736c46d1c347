/** The front matter as the form shows it. */
import type { Problem } from "../../../net/knowledge";
import { bodyLine, parts } from "./parts";
import { type Step, stepsOf } from "./steps";
import { values } from "./yaml";

export interface Front {
  /** false: somebody wrote it by hand and it does not read; only the source can be edited. */
  reads: boolean;
  values: Record<string, unknown>;
  steps: Step[];
}

export function frontOf(markdown: string): Front {
  const front = parts(markdown)?.front ?? "";
  try {
    return { reads: true, values: values(front), steps: stepsOf(front) };
  } catch {
    return { reads: false, values: {}, steps: [] };
  }
}

export function wordOf(front: Front, key: string): string {
  const value = front.values[key];
  return value === null || value === undefined || typeof value === "object" ? "" : String(value);
}

/** A list, or words with commas between. */
export function listOf(front: Front, key: string): string[] {
  const value = front.values[key];
  if (Array.isArray(value)) return value.map(String);
  return typeof value === "string" ? split(value, ",") : [];
}

export function split(text: string, by: string): string[] {
  return text
    .split(by)
    .map((each) => each.trim())
    .filter(Boolean);
}

/** Where in the page one mends something. */
export type Spot =
  | { tab: "text" | "source"; line: number }
  | { tab: "about"; field: string }
  | { tab: "steps"; step: number };

const FIELDS: Record<string, string> = {
  no_sign: "sign",
  long_sign: "sign",
  link_host: "links",
  unknown_topic: "topic",
  unknown_device: "device",
  no_goal: "goal",
  no_minutes: "minutes",
};

export function spotOf(markdown: string, { line, code, params }: Problem): Spot {
  const { steps } = frontOf(markdown);
  const named = steps.findIndex(({ id }) => params?.step !== undefined && id === String(params.step));
  if (named >= 0) return { tab: "steps", step: named };
  const unfinished = code === "bad_steps" ? steps.findIndex(isUnfinished) : -1;
  if (unfinished >= 0) return { tab: "steps", step: unfinished };
  const field = FIELDS[code];
  if (field) return { tab: "about", field };
  if (line === null) return { tab: "text", line: 1 };
  const first = bodyLine(markdown);
  if (line >= first && parts(markdown)) return { tab: "text", line: line - first + 1 };
  if (!frontOf(markdown).reads) return { tab: "source", line };
  return inFront(markdown, line, steps.length);
}

function isUnfinished({ text, check }: Step): boolean {
  return (
    text === "" || (!!check && (check.question === "" || check.answers.some(({ label }) => label === "")))
  );
}

function inFront(markdown: string, line: number, nSteps: number): Spot {
  const before = markdown.split(/\r?\n/).slice(0, line);
  const at = before.findLastIndex((text) => /^[\w-]+:/.test(text));
  const key = /^[\w-]+/.exec(before[at] ?? "")?.[0] ?? "";
  if (key === "title") return { tab: "text", line: 1 };
  if (key === "steps" && nSteps > 0) {
    const dashes = before.slice(at + 1).filter((text) => /^\s{0,4}- /.test(text)).length;
    return { tab: "steps", step: Math.min(Math.max(dashes - 1, 0), nSteps - 1) };
  }
  return key && key !== "id" && key !== "family" && key !== "language"
    ? { tab: "about", field: key }
    : { tab: "source", line };
}
