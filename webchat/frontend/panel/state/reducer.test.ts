import { describe, expect, it } from "vitest";
import type { ConversationState, Message, SenderKind } from "../../protocol/wire";
import { countUnread, hasGap, initial, reduce } from "./reducer";
import type { Outgoing, PanelEvent, PanelState } from "./types";

const AT = "2026-03-02T09:00:00Z";
const conversation: ConversationState = {
  status: "pending",
  owner: "bot",
  language: "nl",
  agents_online: 1,
  rated: false,
  can_mail: false,
};

const message = (seq: number, kind: SenderKind = "bot", client_id?: string): Message => ({
  seq,
  id: `m${seq}`,
  client_id,
  sender: { kind, name: kind },
  text: `tekst ${seq}`,
  language: "nl",
  kind: "text",
  at: AT,
});
const outgoing = (client_id: string): Outgoing => ({
  client_id,
  text: "hallo",
  language: "nl",
  at: AT,
  status: "queued",
});
const started: PanelEvent = {
  type: "session_started",
  data: { session: "t1", conversation_id: "c1", state: conversation, last_seq: 0, max_attachment_bytes: 1e7 },
};
const created = (seq: number, kind: SenderKind = "bot"): PanelEvent => ({
  type: "message_created",
  data: message(seq, kind),
});
const run = (...events: PanelEvent[]): PanelState => events.reduce(reduce, initial);
const seqs = (state: PanelState) => state.messages.map((one) => one.seq);

/** A short conversation as the server sent it: question, answer, hand-off, an agent's reply, the end. */
const recorded: PanelEvent[] = [
  started,
  { type: "resumed", messages: [], state: conversation, up_to: 0 },
  { type: "queued", data: outgoing("a") },
  { type: "sending", client_id: "a" },
  { type: "typing", data: { on: true, sender: { kind: "bot", name: "Bot" } } },
  { type: "acked", client_id: "a", seq: 1, id: "m1", at: AT },
  created(2),
  {
    type: "state_changed",
    data: {
      ...conversation,
      status: "open",
      owner: "queue",
      position: 1,
      wait_s: 60,
      ticket: { number: "FL-1" },
    },
  },
  created(3, "system"),
  {
    type: "state_changed",
    data: { ...conversation, status: "open", owner: "agent", agent: { id: "g", name: "An" } },
  },
  created(4, "agent"),
  { type: "state_changed", data: { ...conversation, status: "resolved", owner: "none" } },
];

describe("a recorded conversation", () => {
  it("ends with every message once, in order, and nothing unsent", () => {
    const state = run(...recorded);
    expect(seqs(state)).toEqual([1, 2, 3, 4]);
    expect(state.outbox).toEqual([]);
    expect(state.typing).toBeNull();
    expect(state.cursor).toBe(4);
    expect(state.conversation?.status).toBe("resolved");
  });

  it("is the same when every event comes twice", () => {
    expect(run(...recorded.flatMap((event) => [event, event]))).toEqual(run(...recorded));
  });

  it("is the same log when the connection breaks after any event and everything is resumed", () => {
    const all = [message(1, "user", "a"), message(2), message(3, "system"), message(4, "agent")];
    const whole = run(...recorded);
    for (let cut = 3; cut <= recorded.length; cut++) {
      const before = run(...recorded.slice(0, cut));
      const missed = all.filter((one) => one.seq > before.cursor);
      const after = reduce(before, { type: "resumed", messages: missed, state: conversation, up_to: 4 });
      expect(seqs(after)).toEqual(seqs(whole));
      expect(after.outbox, `cut at ${cut}`).toEqual([]);
    }
  });
});

describe("gaps", () => {
  it("asks to resume when a number is missing, and is content when it has come", () => {
    const gap = run(started, created(1), created(3));
    expect(hasGap(gap)).toBe(true);
    expect(gap.cursor).toBe(1);
    const filled = reduce(gap, {
      type: "resumed",
      messages: [message(2), message(3)],
      state: conversation,
      up_to: 3,
    });
    expect(seqs(filled)).toEqual([1, 2, 3]);
    expect(hasGap(filled)).toBe(false);
  });

  it("does not ask for ever for a number that is not for us", () => {
    const state = reduce(run(started, created(1), created(3)), {
      type: "resumed",
      messages: [message(3)],
      state: conversation,
      up_to: 3,
    });
    expect(hasGap(state)).toBe(false);
  });

  it("takes a late message into its place", () => {
    expect(seqs(run(started, created(2), created(1)))).toEqual([1, 2]);
  });
});

describe("the outbox", () => {
  it("keeps a refused message with its reason until the user removes it", () => {
    const error = { code: "too_long", message: "te lang", params: {} };
    const state = run(
      started,
      { type: "queued", data: outgoing("a") },
      { type: "refused", client_id: "a", error },
    );
    expect(state.outbox[0]).toMatchObject({ status: "failed", error: { code: "too_long" } });
    expect(reduce(state, { type: "discarded", client_id: "a" }).outbox).toEqual([]);
  });

  it("shows the mask of what was masked", () => {
    const sent = run(started, { type: "queued", data: outgoing("a") }, { type: "sending", client_id: "a" });
    const text = "mijn wachtwoord is [masked:password]";
    const acked = reduce(sent, { type: "acked", client_id: "a", seq: 1, id: "m1", at: AT, text });
    expect(acked.messages.map((one) => one.text)).toEqual([text]);
  });

  it("lets go of a message that comes back by resume before its ack", () => {
    const state = run(started, { type: "queued", data: outgoing("a") }, { type: "sending", client_id: "a" });
    const resumed = reduce(state, {
      type: "resumed",
      messages: [message(1, "user", "a")],
      state: conversation,
      up_to: 1,
    });
    const acked = reduce(resumed, { type: "acked", client_id: "a", seq: 1, id: "m1", at: AT });
    expect(seqs(acked)).toEqual([1]);
    expect(acked.outbox).toEqual([]);
  });

  it("goes along to the next conversation when this one is over", () => {
    const state = run(
      started,
      created(1),
      { type: "queued", data: outgoing("a") },
      { type: "forgotten", keepOutbox: true },
    );
    expect(state.messages).toEqual([]);
    expect(state.session).toBeNull();
    expect(state.outbox.map((one) => one.client_id)).toEqual(["a"]);
  });
});

it("counts as unread what others wrote above the last number read", () => {
  const state = run(started, created(1, "user"), created(2), created(3, "agent"), { type: "read", seq: 2 });
  expect(countUnread(state)).toBe(1);
  expect(countUnread(reduce(state, { type: "read", seq: 3 }))).toBe(0);
});

it("drops another conversation's messages when the server starts a new one", () => {
  const other: PanelEvent = {
    type: "session_started",
    data: {
      session: "t2",
      conversation_id: "c2",
      state: conversation,
      last_seq: 0,
      max_attachment_bytes: 1e7,
    },
  };
  const state = run(started, created(1), other);
  expect(state.messages).toEqual([]);
  expect(state.session).toBe("t2");
});
