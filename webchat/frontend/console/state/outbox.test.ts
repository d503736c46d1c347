import { expect, test } from "vitest";
import * as outbox from "./outbox";

const unsent = (client_id: string, conversation_id = "c1"): outbox.Unsent => ({
  client_id,
  conversation_id,
  mode: "message",
  text: client_id,
  at: "2026-11-24T09:00:00.000Z",
  state: "waiting",
});

test("a reload brings back drafts and unsent messages", () => {
  const before = outbox.withDraft(outbox.queued(outbox.EMPTY_OUTBOX, unsent("a")), "c2", "note", "half a no");

  const after = outbox.parsed(JSON.stringify(before));

  expect(after).toEqual(before);
  expect(outbox.draft(after, "c2", "note")).toBe("half a no");
  expect(outbox.draft(after, "c2", "message")).toBe("");
});

test("what cannot be read is an empty outbox", () => {
  expect(outbox.parsed("{nonsense")).toEqual(outbox.EMPTY_OUTBOX);
  expect(outbox.parsed(null)).toEqual(outbox.EMPTY_OUTBOX);
});

test("the card of an article goes out with its reply, not with a note", () => {
  const card = { id: "wifi.nl", title: "Wifi", language: "nl" } as const;
  const box = outbox.withCard(outbox.EMPTY_OUTBOX, "c1", card);
  expect(outbox.parsed(JSON.stringify(box)).cards).toEqual({ c1: card });
  expect(outbox.queued(box, { ...unsent("n"), mode: "note" }).cards).toEqual({ c1: card });
  expect(outbox.queued(box, { ...unsent("a"), card }).cards).toEqual({});
});

test("sending ends the draft of that conversation and mode only", () => {
  let box = outbox.withDraft(outbox.EMPTY_OUTBOX, "c1", "message", "a");
  box = outbox.withDraft(box, "c1", "note", "n");

  box = outbox.queued(box, unsent("a"));

  expect(box.drafts).toEqual({ "c1/note": "n" });
});

test("messages go out in order; a refused one holds back its own conversation and no other", () => {
  let box = [unsent("a"), unsent("b"), unsent("x", "c2")].reduce(outbox.queued, outbox.EMPTY_OUTBOX);
  expect(outbox.nextToSend(box)?.client_id).toBe("a");

  box = outbox.refused(box, "a", { code: "too_long", message: "" });
  expect(outbox.nextToSend(box)?.client_id).toBe("x");

  box = outbox.retried(box, "a");
  expect(outbox.nextToSend(box)).toEqual(unsent("a"));

  box = outbox.acknowledged(box, "a");
  expect(outbox.nextToSend(box)?.client_id).toBe("b");
});
