/** The steps of a macro: which there are, what a new one holds, which must stand at an end. Pure. */
import { tOr } from "../../i18n";
import type { Step } from "../../tools/replies";

export type Do = Step["do"];

export const DOES: readonly Do[] = [
  "take",
  "reply",
  "note",
  "set_fields",
  "snooze",
  "transfer",
  "return_to_bot",
  "resolve",
];

export const stepName = (kind: Do): string => tOr(`do.${kind}`, kind);

export function newStep(kind: Do, agentId: string): Step {
  switch (kind) {
    case "reply":
      return { do: kind, texts: {} };
    case "note":
      return { do: kind, text: "" };
    case "set_fields":
      return { do: kind, fields: { impact: "medium" } };
    case "snooze":
      return { do: kind, minutes: 60 };
    case "transfer":
      return { do: kind, agent_id: agentId };
    case "resolve":
      return { do: kind, outcome: "solved" };
    default:
      return { do: kind };
  }
}

export function withStep(steps: readonly Step[], at: number, step: Step): Step[] {
  return steps.map((each, i) => (i === at ? step : each));
}

export function moved(steps: readonly Step[], from: number, by: 1 | -1): Step[] {
  const next = [...steps];
  const [step] = next.splice(from, 1);
  if (step) next.splice(from + by, 0, step);
  return next;
}
