/** A whole article in words, for comparing versions: fields by their names and steps with their ways, no YAML. */
import { frontOf } from "./front";
import { targetOf } from "./graph";
import { bodyOf } from "./parts";
import type { Step } from "./steps";

export interface Names {
  /** The name of a field; null where the form has none: then the key itself stands there. */
  field: (key: string) => string | null;
  /** A value of a field that is chosen from a list. */
  value: (key: string, value: string) => string;
  step: (n: number) => string;
  end: (end: string, name: string) => string;
}

/** Names do not change, and say nothing to the reader. */
const HIDDEN = new Set(["id", "family", "language", "steps"]);

export function readable(markdown: string, names: Names): string {
  const front = frontOf(markdown);
  if (!front.reads) return markdown;
  const fields = Object.entries(front.values)
    .filter(([key, value]) => !HIDDEN.has(key) && value !== null && value !== false)
    .map(
      ([key, value]) =>
        `${names.field(key) ?? key}: ${typeof value === "string" ? names.value(key, value) : shown(value)}`,
    );
  const steps = front.steps.flatMap((_, at) => stepLines(front.steps, at, names));
  return [...fields, "", ...steps, ...(steps.length ? [""] : []), bodyOf(markdown)].join("\n");
}

function shown(value: unknown): string {
  if (value === true) return "✓";
  if (Array.isArray(value))
    return value.length > 3 ? `\n${value.map((each) => `  ${shown(each)}`).join("\n")}` : value.join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function stepLines(steps: readonly Step[], at: number, names: Names): string[] {
  const step = steps[at] as Step;
  const lines = [`${names.step(at + 1)}: ${step.text}`];
  for (const key of ["expect", "help", "expert"] as const)
    if (step[key]) lines.push(`    ${names.field(`step.${key}`) ?? key}: ${step[key]}`);
  if (step.minutes !== undefined) lines.push(`    ${names.field("minutes") ?? "minutes"}: ${step.minutes}`);
  const leads = (goto: string | undefined, atEnd: "solved" | "human") => {
    const to = targetOf(steps, at, goto, atEnd);
    return "step" in to ? names.step(to.step + 1) : names.end(to.end, to.name);
  };
  if (step.check) {
    lines.push(`    ${step.check.question}`);
    for (const { label, goto } of step.check.answers) lines.push(`      ${label} → ${leads(goto, "solved")}`);
  } else if (step.done || step.failed) {
    lines.push(`      ${names.field("way.done") ?? "done"} → ${leads(step.done, "solved")}`);
    lines.push(`      ${names.field("way.failed") ?? "failed"} → ${leads(step.failed, "human")}`);
  }
  return lines;
}
