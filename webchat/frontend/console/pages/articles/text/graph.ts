/** Where the steps of an article lead, and what is wrong with that: by the rules of the bot's walk. */
import type { Step } from "./steps";

export type End = "solved" | "human" | "article" | "missing";
/** A step by its place, or an end: `article:<family>` and what does not exist say which. */
export type Target = { step: number } | { end: End; name: string };
export type Way = "answer" | "done" | "failed";

export interface Edge {
  from: number;
  to: Target;
  /** An answer's words; for the buttons of a step without a check their kinds. */
  label: string | null;
  ways: Way[];
}

export interface Graph {
  edges: Edge[];
  /** Steps that nothing leads to. */
  unreached: number[];
  /** Steps from which no way ends. */
  trapped: number[];
  /** Edges that lead back to a step that came before: the bot follows them once, then a person takes over. */
  back: Set<Edge>;
  /** Steps with a way to a step that is not there. */
  missing: number[];
}

export function targetOf(steps: readonly Step[], at: number, goto: string | undefined, atEnd: End): Target {
  const isLast = at === steps.length - 1;
  if (goto === undefined || goto === "next" || goto === "")
    return isLast ? { end: atEnd, name: atEnd } : { step: at + 1 };
  if (goto === "solved" || goto === "human") return { end: goto, name: goto };
  if (goto.startsWith("article:")) return { end: "article", name: goto.slice("article:".length) };
  const step = steps.findIndex(({ id }) => id === goto);
  return step < 0 ? { end: "missing", name: goto } : { step };
}

export function graphOf(steps: readonly Step[]): Graph {
  const edges = steps.flatMap((step, at) => edgesOf(steps, step, at));
  const ways = steps.map((step, at) => waysOut(steps, step, at));
  const reached = closure(steps.length ? [0] : [], (at) => ways[at]?.flatMap(stepIn) ?? []);
  const into = steps.map((_, at) =>
    ways.flatMap((each, from) => (each.flatMap(stepIn).includes(at) ? [from] : [])),
  );
  const ending = ways.flatMap((each, at) => (each.some((to) => "end" in to) ? [at] : []));
  const ends = closure(ending, (at) => into[at] ?? []);
  const all = steps.map((_, at) => at);
  return {
    edges,
    unreached: all.filter((at) => !reached.has(at)),
    trapped: all.filter((at) => !ends.has(at)),
    back: backEdges(steps.length, edges),
    missing: [
      ...new Set(edges.filter(({ to }) => "end" in to && to.end === "missing").map(({ from }) => from)),
    ],
  };
}

const stepIn = (to: Target) => ("step" in to ? [to.step] : []);

/** What one can choose at a step; choices that lead to the same place are one line. */
function edgesOf(steps: readonly Step[], step: Step, from: number): Edge[] {
  if (step.check)
    return step.check.answers.map(({ label, goto }) => ({
      from,
      to: targetOf(steps, from, goto, "solved"),
      label,
      ways: ["answer"],
    }));
  const done = targetOf(steps, from, step.done, "solved");
  const failed = targetOf(steps, from, step.failed, "human");
  if (JSON.stringify(done) === JSON.stringify(failed))
    return [{ from, to: done, label: null, ways: ["done", "failed"] }];
  return [
    { from, to: done, label: null, ways: ["done"] },
    { from, to: failed, label: null, ways: ["failed"] },
  ];
}

/** Behind an answer that should have solved it the bot asks, and after "not yet" it goes on with the step that follows. */
function waysOut(steps: readonly Step[], step: Step, at: number): Target[] {
  if (!step.check)
    return [targetOf(steps, at, step.done, "solved"), targetOf(steps, at, step.failed, "human")];
  const answers = step.check.answers.map(({ goto }) => targetOf(steps, at, goto, "solved"));
  const mayFail = answers.some((to) => "end" in to && to.end === "solved");
  return mayFail ? [...answers, targetOf(steps, at, "next", "human")] : answers;
}

function closure(start: readonly number[], next: (at: number) => readonly number[]): Set<number> {
  const found = new Set(start);
  const front = [...start];
  for (let at = front.pop(); at !== undefined; at = front.pop())
    for (const to of next(at))
      if (!found.has(to)) {
        found.add(to);
        front.push(to);
      }
  return found;
}

/** Edges to a step that is still open on the way from the start: without them nothing comes round. */
function backEdges(n: number, edges: readonly Edge[]): Set<Edge> {
  const back = new Set<Edge>();
  const state = new Array<"open" | "closed" | undefined>(n);
  const visit = (at: number) => {
    state[at] = "open";
    for (const edge of edges) {
      if (edge.from !== at || !("step" in edge.to)) continue;
      const { step } = edge.to;
      if (state[step] === "open") back.add(edge);
      else if (!state[step]) visit(step);
    }
    state[at] = "closed";
  };
  for (let at = 0; at < n; at++) if (!state[at]) visit(at);
  return back;
}
