/** What a ticket has promised and how that stands. Pure; the states come from the server, which counts business time. */
import type { SlaState, Ticket } from "../protocol/wire";

export type Promised = "first_response" | "resolution";

export interface Due {
  what: Promised;
  at: string;
  /** `stopped`: no time counts now, so there is nothing to count down. */
  state: SlaState | "stopped";
}

/** Both promises, in the order in which they fall due. */
export function dues({ due, sla, status }: Ticket): Due[] {
  if (!sla || !due.first_response_at || !due.resolution_at) return [];
  const isOver = status === "closed" || status === "merged";
  const shown = (state: SlaState, isSettled: boolean) =>
    sla.stopped && !isSettled && state !== "breached" ? "stopped" : state;
  const both: Due[] = [
    {
      what: "first_response",
      at: due.first_response_at,
      state: shown(sla.first_response, sla.answered),
    },
    { what: "resolution", at: due.resolution_at, state: shown(sla.resolution, isOver) },
  ];
  // Closed before anybody answered: there was nothing left to answer.
  return isOver && !sla.answered ? both.slice(1) : both;
}

/** The promise that still has to be kept: the first response until somebody has answered. */
export function nextDue(ticket: Ticket): Due | null {
  if (ticket.status === "closed" || ticket.status === "merged") return null;
  const [first, resolution] = dues(ticket);
  return (ticket.sla?.answered ? resolution : first) ?? null;
}

/** The promise that has just come near its time or gone over it; null when none has. */
export function turnedLate(before: Ticket | null | undefined, after: Ticket): Due | null {
  if (before?.id !== after.id) return null;
  const was = new Map(dues(before).map(({ what, state }) => [what, state]));
  const late = dues(after).filter(
    ({ what, state }) => (state === "warning" || state === "breached") && was.get(what) !== state,
  );
  return late.at(-1) ?? null;
}
