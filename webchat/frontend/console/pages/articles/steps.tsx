/** The steps that the bot walks: edited one by one, drawn as ways, each fault with a jump to its step. */
import { useSignalEffect } from "@preact/signals";
import { useMemo, useRef, useState } from "preact/hooks";
import { toast } from "../../screen";
import { mayEdit } from "./may";
import { spot } from "./page";
import { setSteps } from "./set";
import { StepCard } from "./step";
import { added, moved, nWaysTo, removed, replaced } from "./text/changes";
import type { Front } from "./text/front";
import { type Graph, graphOf } from "./text/graph";
import type { Step } from "./text/steps";
import { tx, txn } from "./texts";
import { Tree } from "./tree";
import type { Work } from "./work";

export function Steps({ work, front }: { work: Work; front: Front }) {
  const { steps } = front;
  const graph = useMemo(() => graphOf(steps), [steps]);
  const [open, setOpen] = useState<number | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const show = (at: number) => {
    setOpen(at);
    focusStep(list.current, at);
  };
  useSignalEffect(() => {
    const wanted = spot.value;
    if (wanted?.tab === "steps") show(wanted.step);
  });
  const change = (next: Step[], burst = "") => setSteps(work, next, burst);
  const move = (from: number, to: number) => {
    if (to < 0 || to >= steps.length) return;
    change(moved(steps, from, to));
    setOpen((now) => (now === from ? to : now));
    focusStep(list.current, to);
  };
  const add = (after: number) => {
    change(added(steps, after));
    show(after + 1);
  };
  const remove = (at: number) => {
    const n = nWaysTo(steps, steps[at]?.id ?? "");
    change(removed(steps, at));
    setOpen(null);
    toast(n > 0 ? txn("steps.removed_led", n) : tx("steps.removed"));
  };
  if (steps.length === 0) return <NoSteps work={work} add={() => add(-1)} />;
  return (
    <>
      <p class="muted">{tx("steps.hint")}</p>
      <Tree steps={steps} graph={graph} show={show} lang={work.row.value.language} />
      <ol class="step-list" ref={list}>
        {steps.map((step, at) => (
          <StepCard
            key={step.from ?? `new-${step.id}`}
            steps={steps}
            at={at}
            lang={work.row.value.language}
            faults={faultsOf(graph, at)}
            isOpen={open === at}
            toggle={() => setOpen(open === at ? null : at)}
            change={(next, field) => change(replaced(steps, at, next), `${step.id}.${field}`)}
            move={(by) => move(at, at + by)}
            remove={() => remove(at)}
            add={() => add(at)}
          />
        ))}
      </ol>
    </>
  );
}

export type Fault = "unreached" | "trapped" | "missing" | "back";

function faultsOf(graph: Graph, at: number): Fault[] {
  const faults: Fault[] = [];
  if (graph.unreached.includes(at)) faults.push("unreached");
  if (graph.trapped.includes(at)) faults.push("trapped");
  if (graph.missing.includes(at)) faults.push("missing");
  if ([...graph.back].some(({ from }) => from === at)) faults.push("back");
  return faults;
}

/** After the list has been drawn anew. */
function focusStep(list: HTMLOListElement | null, at: number): void {
  setTimeout(() => {
    const button = list?.children[at]?.querySelector<HTMLElement>(".step-toggle");
    button?.focus();
    button?.scrollIntoView({ block: "nearest" });
  });
}

/** The bot then walks the first numbered list of the text: it can be made into steps that have ways. */
function NoSteps({ work, add }: { work: Work; add: () => void }) {
  const walked = work.checked.value?.article?.steps ?? [];
  const take = () =>
    setSteps(
      work,
      walked.map(({ id, text }) => ({ id: `step-${id}`, text, from: null })),
    );
  return (
    <div class="empty">
      <h3>{tx("steps.none")}</h3>
      <p>{walked.length > 1 ? txn("steps.from_list", walked.length) : tx("steps.none_hint")}</p>
      {mayEdit() && (
        <p class="button-row">
          {walked.length > 1 && (
            <button type="button" class="btn small" onClick={take}>
              {tx("steps.take_list")}
            </button>
          )}
          <button type="button" class={walked.length > 1 ? "btn quiet small" : "btn small"} onClick={add}>
            {tx("steps.first")}
          </button>
        </p>
      )}
    </div>
  );
}
