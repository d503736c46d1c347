/** What one does to a list of steps. Every change gives a new list. */
import type { Step } from "./steps";

export function moved(steps: readonly Step[], from: number, to: number): Step[] {
  const list = [...steps];
  if (to < 0 || to >= list.length) return list;
  const [step] = list.splice(from, 1);
  if (step) list.splice(to, 0, step);
  return list;
}

/** A new step after another (-1: at the start). */
export function added(steps: readonly Step[], after: number, text = ""): Step[] {
  const list = [...steps];
  list.splice(after + 1, 0, { id: freeId(steps, text), text, from: null });
  return list;
}

/** Without one step; what led to it goes on with the next. */
export function removed(steps: readonly Step[], at: number): Step[] {
  const gone = steps[at]?.id;
  return [...steps].filter((_, i) => i !== at).map((step) => retarget(step, gone));
}

function retarget(step: Step, gone: string | undefined): Step {
  const { done, failed, check, ...rest } = step;
  const kept: Step = { ...rest };
  if (check)
    kept.check = {
      ...check,
      answers: check.answers.map((each) => (each.goto === gone ? { ...each, goto: "next" } : each)),
    };
  if (done !== undefined && done !== gone) kept.done = done;
  if (failed !== undefined && failed !== gone) kept.failed = failed;
  return kept;
}

export function replaced(steps: readonly Step[], at: number, step: Step): Step[] {
  return steps.map((each, i) => (i === at ? step : each));
}

/** How many ways lead to a step by name. */
export function nWaysTo(steps: readonly Step[], id: string): number {
  return steps
    .flatMap(({ done, failed, check }) => [done, failed, ...(check?.answers ?? []).map((a) => a.goto)])
    .filter((target) => target === id).length;
}

/** A name that no step has: from its first words, else a number. */
export function freeId(steps: readonly Step[], text: string): string {
  const taken = new Set(steps.map(({ id }) => id));
  const base =
    text
      .normalize("NFD")
      .toLowerCase()
      .replace(/[\u0300-\u036f]/g, "")
      .match(/[a-z]{3,}/g)
      ?.slice(0, 2)
      .join("-") ?? "step";
  for (let n = 1; ; n++) {
    const id = n === 1 && base !== "step" ? base : `${base}-${n}`;
    if (!taken.has(id) && !RESERVED.has(id)) return id;
  }
}

const RESERVED = new Set(["next", "solved", "human"]);
