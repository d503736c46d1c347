import { expect, test } from "vitest";
import type { Ticket, TicketSla } from "../protocol/wire";
import { dues, nextDue, turnedLate } from "./due";
import { ticketOf } from "./state/sample";

const DUE = { first_response_at: "2026-03-02T13:00:00Z", resolution_at: "2026-03-03T15:00:00Z" };

function promised(sla: Partial<TicketSla> = {}, status: Ticket["status"] = "open"): Ticket {
  const fresh: TicketSla = { answered: false, first_response: "ok", resolution: "ok", stopped: false };
  return ticketOf("c1", { due: DUE, sla: { ...fresh, ...sla }, status });
}

test("a ticket without promises shows none", () => {
  expect(dues(ticketOf("c1"))).toEqual([]);
  expect(nextDue(ticketOf("c1"))).toBeNull();
});

test("the first response counts until somebody has answered, late or not; then the resolution", () => {
  expect(nextDue(promised())?.what).toBe("first_response");
  expect(nextDue(promised({ first_response: "breached" }))?.what).toBe("first_response");
  expect(nextDue(promised({ first_response: "breached", answered: true }))).toEqual({
    what: "resolution",
    at: DUE.resolution_at,
    state: "ok",
  });
});

test("while the clocks stand still only what is settled or broken keeps its word", () => {
  const waiting = promised({ answered: true, first_response: "met", stopped: true }, "pending");
  expect(dues(waiting).map(({ state }) => state)).toEqual(["met", "stopped"]);
  expect(dues(promised({ resolution: "breached", stopped: true }, "pending"))[1]?.state).toBe("breached");
});

test("a closed ticket has nothing left to keep and shows how it ended", () => {
  const closed = promised(
    { answered: true, first_response: "met", resolution: "met", stopped: true },
    "closed",
  );
  expect(nextDue(closed)).toBeNull();
  expect(dues(closed).map(({ state }) => state)).toEqual(["met", "met"]);

  const withdrawn = promised({ resolution: "met", stopped: true }, "closed");
  expect(dues(withdrawn).map(({ what }) => what)).toEqual(["resolution"]);
});

test("a promise is told when it comes near its time and when it is broken, each once", () => {
  const near = promised({ first_response: "warning" });
  expect(turnedLate(promised(), near)?.what).toBe("first_response");
  expect(turnedLate(near, near)).toBeNull();
  expect(turnedLate(near, promised({ first_response: "breached" }))?.state).toBe("breached");
  expect(turnedLate(undefined, near)).toBeNull();
  expect(turnedLate(near, promised({ answered: true, first_response: "met" }))).toBeNull();
});
