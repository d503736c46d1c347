/**
 * What a real server told a console during one hand-off (take, reply, note, ticket, transfer, snooze, resolve,
 * return to bot), between two of its snapshots.
 */
import { expect, test } from "vitest";
import type { LoggedEvent, Snapshot } from "../../protocol/wire";
import recorded from "./recorded.json";
import { type ConsoleEvent, fold, open, toSnapshot } from "./reducer";

const before = recorded.before as unknown as Snapshot;
const after = recorded.after as unknown as Snapshot;
const events = recorded.events as LoggedEvent[] as unknown as ConsoleEvent[];

test("the recorded events turn the old snapshot into the new one", () => {
  expect(toSnapshot(events.reduce(fold, open(before)))).toEqual(toSnapshot(open(after)));
});

test("they do so too when a resume repeats them from any point on", () => {
  for (let from = 0; from < events.length; from++) {
    const heard = [...events, ...events.slice(from)];

    expect(toSnapshot(heard.reduce(fold, open(before)))).toEqual(toSnapshot(open(after)));
  }
});

test("they do so too when neighbours overtake each other", () => {
  for (let i = 0; i + 1 < events.length; i++) {
    const heard = [...events.slice(0, i), ...events.slice(i, i + 2).reverse(), ...events.slice(i + 2)];

    expect(toSnapshot(heard.reduce(fold, open(before)))).toEqual(toSnapshot(open(after)));
  }
});

test("without the events the snapshots differ, so the equality says something", () => {
  for (const kind of ["presence_changed", "conversation_changed"]) {
    const rest = events.filter(({ event }) => event !== kind);

    expect(toSnapshot(rest.reduce(fold, open(before)))).not.toEqual(toSnapshot(open(after)));
  }
});
