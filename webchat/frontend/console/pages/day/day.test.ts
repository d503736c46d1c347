import { expect, test } from "vitest";
import { open } from "../../state/reducer";
import { at, conversationOf, mentionOf, reminderOf, snapshotOf, ticketOf } from "../../state/sample";
import { byDue, dayOf, nextDue } from "./day";

const mine = (id: string, changes: object) =>
  conversationOf(id, { owner: "agent", status: "open", agent: { id: "me", name: "me" }, ...changes });
const due = (seconds: number, answered = false) => ({
  ...ticketOf("x"),
  due: { first_response_at: at(seconds), resolution_at: at(seconds + 1000) },
  sla: { answered, first_response: "ok", resolution: "ok", stopped: false } as const,
});

test("the day holds what is mine, by what it asks", () => {
  const snapshot = {
    ...snapshotOf(1, [
      mine("open", { ticket: due(10) }),
      mine("asleep", { status: "snoozed" }),
      mine("theirs", { agent: { id: "you", name: "you" } }),
    ]),
    mentions: [mentionOf(1, "open"), mentionOf(2, "open")],
    reminders: [
      { ...reminderOf("later", "open"), at: at(99) },
      { ...reminderOf("soon", "open"), at: at(9) },
    ],
  };
  const day = dayOf(open(snapshot));
  expect(day.chats.map((each) => each.id)).toEqual(["open"]);
  expect(day.snoozed.map((each) => each.id)).toEqual(["asleep"]);
  expect(day.tickets.map((each) => each.id)).toEqual(["open"]);
  expect(day.mentions.map((each) => each.id)).toEqual([2, 1]);
  expect(day.reminders.map((each) => each.id)).toEqual(["soon", "later"]);
});

test("tickets stand by what is promised next", () => {
  const waiting = mine("waiting", { ticket: due(500) });
  const answered = mine("answered", { ticket: due(0, true) });
  const stopped = mine("stopped", { ticket: { ...due(1), sla: { ...due(1).sla, stopped: true } } });
  expect(nextDue(waiting)).toBe(at(500));
  expect(nextDue(answered)).toBe(at(1000));
  expect(nextDue(stopped)).toBeNull();
  expect(byDue([stopped, answered, waiting]).map((each) => each.id)).toEqual([
    "waiting",
    "answered",
    "stopped",
  ]);
});
