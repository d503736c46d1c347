import { describe, expect, test } from "vitest";
import type { Snapshot } from "../../protocol/wire";
import {
  type ConsoleEvent,
  type ConsoleState,
  contiguousSeq,
  fold,
  MAX_RESOLVED,
  open,
  toSnapshot,
} from "./reducer";
import {
  agentOf,
  at,
  conversationOf,
  mentionOf,
  messageOf,
  reminderOf,
  snapshotOf,
  ticketOf,
} from "./sample";

const foldAll = (state: ConsoleState, events: ConsoleEvent[]) => events.reduce(fold, state);

/** One hand-off as the server tells it, beside the snapshots before and after. */
function story(): { before: Snapshot; events: ConsoleEvent[]; after: Snapshot } {
  const ticket = ticketOf("c1");
  const said = [messageOf("c1", 1), messageOf("c1", 2, { sender: { kind: "bot", name: "Bot" } })];
  const queued = conversationOf("c1", { ticket, last_seq: 2, updated_at: at(2) });
  const taken = conversationOf("c1", {
    ...queued,
    owner: "agent",
    agent: { id: "me", name: "me" },
    updated_at: at(3),
  });
  const answer = messageOf("c1", 3, { sender: { kind: "user", name: "" }, text: "ja" });
  const answered = {
    ...taken,
    last_seq: 3,
    updated_at: at(3),
    last_message: { seq: 3, text: "ja", sender: answer.sender, at: answer.at },
  };
  const corrected = { ...ticket, fields: { device: { value: "laptop", source: "agent" as const } } };
  const busy = agentOf("me", { n_chats: 1 });
  const before = snapshotOf(10, [conversationOf("c0")]);
  return {
    before,
    events: [
      {
        event: "handoff_created",
        data: { event_id: 11, conversation_id: "c1", conversation: queued, ticket, transcript: said },
      },
      { event: "conversation_changed", data: { event_id: 12, conversation: taken } },
      { event: "presence_changed", data: { event_id: 13, agent: busy } },
      { event: "message_created", data: { ...answer, event_id: 14 } },
      { event: "conversation_changed", data: { event_id: 15, conversation: answered } },
      { event: "ticket_changed", data: { event_id: 16, ticket: corrected } },
      { event: "mention_changed", data: { event_id: 17, agent_id: "me", mention: mentionOf(1, "c1") } },
      { event: "mention_changed", data: { event_id: 18, agent_id: "me", mention: mentionOf(2, "c1") } },
      { event: "mention_changed", data: { event_id: 19, agent_id: "me", mention: mentionOf(1, "c1", true) } },
      { event: "reminder_changed", data: { event_id: 20, agent_id: "me", reminder: reminderOf("r1", "c1") } },
      { event: "reminder_changed", data: { event_id: 21, agent_id: "me", reminder: reminderOf("r2", "c1") } },
      {
        event: "reminder_changed",
        data: { event_id: 22, agent_id: "me", reminder: reminderOf("r2", "c1", true) },
      },
    ],
    after: {
      ...before,
      event_id: 22,
      mentions: [mentionOf(2, "c1")],
      reminders: [reminderOf("r1", "c1")],
      me: busy,
      agents: [busy, agentOf("you")],
      conversations: [conversationOf("c0"), { ...answered, ticket: corrected }],
    },
  };
}

describe("folding events onto an old snapshot", () => {
  test("gives the new snapshot", () => {
    const { before, events, after } = story();

    expect(toSnapshot(foldAll(open(before), events))).toEqual(toSnapshot(open(after)));
  });

  test("gives the new snapshot when any part of the events comes twice", () => {
    const { before, events, after } = story();
    for (let from = 0; from < events.length; from++) {
      const repeated = [...events, ...events.slice(from)];

      expect(toSnapshot(foldAll(open(before), repeated))).toEqual(toSnapshot(open(after)));
    }
  });

  test("gives the new snapshot in any order", () => {
    const { before, events, after } = story();
    for (let seed = 1; seed <= 300; seed++) {
      const state = foldAll(open(before), shuffled(events, seed));

      expect(toSnapshot(state)).toEqual(toSnapshot(open(after)));
    }
  });

  test("changes nothing for events that the snapshot already holds", () => {
    const { events, after } = story();

    expect(toSnapshot(foldAll(open(after), events))).toEqual(toSnapshot(open(after)));
  });

  test("leaves the state it was given as it was", () => {
    const { before, events } = story();
    const state = open(before);
    const copy = structuredClone(state);

    foldAll(state, events);

    expect(state).toEqual(copy);
  });
});

describe("a transcript", () => {
  const opened = (n: number) =>
    fold(open(snapshotOf(1, [conversationOf("c1", { last_seq: n })])), {
      event: "opened",
      data: {
        conversation: conversationOf("c1", { last_seq: n }),
        messages: Array.from({ length: n }, (_, i) => messageOf("c1", i + 1)),
      },
    });
  const seqs = (state: ConsoleState) => state.transcripts.c1?.messages.map((message) => message.seq);

  test("holds each message once, in order, whatever comes first", () => {
    const created = (seq: number): ConsoleEvent => ({
      event: "message_created",
      data: { ...messageOf("c1", seq), event_id: seq },
    });

    const state = foldAll(opened(2), [created(5), created(3), created(5), created(4), created(1)]);

    expect(seqs(state)).toEqual([1, 2, 3, 4, 5]);
  });

  test("knows up to where it has no hole", () => {
    const state = fold(opened(2), {
      event: "message_created",
      data: { ...messageOf("c1", 4), event_id: 9 },
    });

    expect(contiguousSeq(state.transcripts.c1)).toBe(2);
    expect(contiguousSeq(opened(3).transcripts.c1)).toBe(3);
    expect(contiguousSeq(undefined)).toBe(0);
  });

  test("keeps a note, which has the seq of the message before it", () => {
    const note = messageOf("c1", 2, { id: "c1.2.1", kind: "note", text: "note", at: at(60) });
    const state = foldAll(opened(2), [
      { event: "message_created", data: { ...note, event_id: 3 } },
      { event: "message_created", data: { ...messageOf("c1", 3), event_id: 4 } },
    ]);

    expect(state.transcripts.c1?.messages.map((message) => message.id)).toEqual([
      "c1.1",
      "c1.2",
      "c1.2.1",
      "c1.3",
    ]);
    expect(contiguousSeq(state.transcripts.c1)).toBe(3);
    expect(state.conversations.c1?.last_message?.text).toBe("message 3");
  });

  test("has our own message from its ack, and not again from a resume", () => {
    const mine = messageOf("c1", 3, { sender: { kind: "agent", name: "me" } });
    const state = foldAll(opened(2), [
      { event: "acknowledged", data: mine },
      { event: "message_created", data: { ...mine, event_id: 7 } },
    ]);

    expect(seqs(state)).toEqual([1, 2, 3]);
    expect(state.eventId).toBe(7);
  });

  test("outlives a new snapshot", () => {
    const before = opened(2);
    const after = open(snapshotOf(50, [conversationOf("c1")]), before.transcripts);

    expect(seqs(after)).toEqual([1, 2]);
  });
});

test("only the newest resolved conversations stay", () => {
  const resolved = Array.from({ length: MAX_RESOLVED }, (_, i) =>
    conversationOf(`r${i}`, { status: "resolved", owner: "none", updated_at: at(i) }),
  );
  const one = conversationOf("new", { status: "resolved", owner: "none", updated_at: at(1000) });

  const state = fold(open(snapshotOf(1, [...resolved, conversationOf("c1")])), {
    event: "conversation_changed",
    data: { event_id: 2, conversation: one },
  });

  expect(state.conversations.r0).toBeUndefined();
  expect(Object.keys(state.conversations)).toHaveLength(MAX_RESOLVED + 1);
});

/** Fisher–Yates with a small generator of its own, so that a failing order can be had again. */
function shuffled<T>(things: readonly T[], seed: number): T[] {
  const result = [...things];
  let state = seed;
  for (let i = result.length - 1; i > 0; i--) {
    state = (state * 48271) % 2147483647;
    const j = state % (i + 1);
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}
