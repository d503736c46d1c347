import { expect, test } from "vitest";
import { alertKeys, attentionCount } from "../alerts/attention";
import { open } from "./reducer";
import { AT, at, conversationOf, snapshotOf, ticketOf } from "./sample";
import { counts, listed, waitingSince } from "./select";

const NOW = Date.parse(AT) + 60_000;
const mine = { owner: "agent", agent: { id: "me", name: "me" } } as const;
const theirs = { owner: "agent", agent: { id: "you", name: "you" } } as const;
const said = (kind: "user" | "agent") => ({ seq: 1, text: "…", sender: { kind, name: "" }, at: at(5) });

const state = open(
  snapshotOf(1, [
    conversationOf("late", { queued_at: at(30) }),
    conversationOf("early", { queued_at: at(10), customer: { name: "Ward Peeters", known: true } }),
    conversationOf("urgent", { queued_at: at(40), ticket: ticketOf("urgent", { priority: "urgent" }) }),
    conversationOf("offered", { queued_at: at(50), offer: { agent_id: "me", expires_at: at(90) } }),
    conversationOf("theirs-to-hear", { queued_at: at(55), offer: { agent_id: "you", expires_at: at(90) } }),
    conversationOf("mine-waits", { ...mine, last_message: said("user") }),
    conversationOf("mine-rests", { ...mine, last_message: said("agent") }),
    conversationOf("theirs", { ...theirs, last_message: said("user") }),
    conversationOf("done", { status: "resolved", owner: "none" }),
  ]),
);

test("the queue stands by offer, urgency and waiting time", () => {
  const ids = listed(state, "unassigned", "").map((each) => each.id);

  expect(ids).toEqual(["offered", "urgent", "early", "late", "theirs-to-hear"]);
});

test("mine holds what is offered to me and mine, the one that waits first", () => {
  expect(listed(state, "mine", "").map((each) => each.id)).toEqual(["offered", "mine-waits", "mine-rests"]);
});

test("counts leave out what is resolved", () => {
  expect(counts(state)).toEqual({ mine: 3, unassigned: 5, all: 8 });
});

test("search finds by name and by ticket number, all words at once", () => {
  const found = (words: string) => listed(state, "all", words).map((each) => each.id);

  expect(found("peet WARD")).toEqual(["early"]);
  expect(found("fl-1001")).toEqual(["urgent"]);
  expect(found("peeters nobody")).toEqual([]);
});

test("waiting counts from the queue, else from the customer's last word", () => {
  expect(waitingSince(conversationOf("c", { queued_at: at(10) }))).toBe(Date.parse(at(10)));
  expect(waitingSince(conversationOf("c", { ...mine, last_message: said("user") }))).toBe(Date.parse(at(5)));
  expect(waitingSince(conversationOf("c", { ...mine, last_message: said("agent") }))).toBeNull();
});

test("an alert rings for what is offered to me or to nobody, and not for a colleague's offer", () => {
  const rung = [...alertKeys(state, NOW).values()].map((each) => each.id);

  expect(rung.sort()).toEqual(["early", "late", "offered", "urgent"]);
});

test("the count in the title is what waits for me", () => {
  expect(attentionCount(state, NOW)).toBe(2);
  expect(attentionCount(state, Date.parse(at(91)))).toBe(1);
});
