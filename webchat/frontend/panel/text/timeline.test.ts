import { describe, expect, it } from "vitest";
import type { Message, SenderKind } from "../../protocol/wire";
import type { Outgoing } from "../state/types";
import { daysAgo, layOut } from "./timeline";

const message = (seq: number, kind: SenderKind, at = "2026-03-02T09:00:00Z"): Message => ({
  seq,
  id: `m${seq}`,
  sender: { kind, name: kind },
  text: "x",
  language: "nl",
  kind: "text",
  at,
});
const unsent: Outgoing = {
  client_id: "u",
  text: "x",
  language: "nl",
  at: "2026-03-02T09:01:00Z",
  status: "queued",
};

describe("layOut", () => {
  it("names a speaker once and shows the time at the end of a run", () => {
    const rows = layOut([message(1, "user"), message(2, "bot"), message(3, "bot")], [], true, false);
    expect(rows.map((row) => [row.isFirst, row.isLast])).toEqual([
      [true, true],
      [true, false],
      [false, true],
    ]);
  });

  it("marks the newest own message seen once somebody answered", () => {
    const sent = layOut([message(1, "user")], [], true, false);
    const seen = layOut([message(1, "user"), message(2, "bot")], [], true, false);
    const noticed = layOut([message(1, "user"), message(2, "system")], [], true, false);
    expect([sent, seen, noticed].map((rows) => rows[0]?.delivery)).toEqual(["sent", "seen", "sent"]);
  });

  it("keeps quick replies alive on the bot's newest words only, until the user answers or a person takes over", () => {
    const log = [message(1, "bot"), message(2, "bot"), message(3, "system")];
    const live = (rows: ReturnType<typeof layOut>) =>
      rows.filter((row) => row.isLive).map((row) => row.message.seq);
    expect(live(layOut(log, [], true, false))).toEqual([2]);
    expect(live(layOut(log, [unsent], true, false))).toEqual([]);
    expect(live(layOut(log, [], false, false))).toEqual([]);
  });

  it("offers what a notice offers, until the bot speaks or the user answers", () => {
    const notice = { ...message(2, "system"), buttons: [{ title: "Mens", payload: "/ask_human" }] };
    const log = [message(1, "user"), notice];
    const live = (rows: ReturnType<typeof layOut>) =>
      rows.filter((row) => row.isLive).map((row) => row.message.seq);
    expect(live(layOut(log, [], true, false))).toEqual([2]);
    expect(live(layOut(log, [], false, false))).toEqual([]);
    expect(live(layOut(log, [unsent], true, false))).toEqual([]);
    expect(live(layOut([...log, message(3, "bot")], [], true, false))).toEqual([3]);
  });

  it("puts the outbox last, with its own state", () => {
    const rows = layOut([message(1, "bot")], [unsent], true, false);
    expect(rows.at(-1)).toMatchObject({ key: "u", delivery: "queued" });
  });
});

it("counts days by the calendar", () => {
  const now = new Date(2026, 2, 2, 0, 5);
  expect(daysAgo(new Date(2026, 2, 1, 23, 55).toISOString(), now)).toBe(1);
  expect(daysAgo(new Date(2026, 2, 2, 0, 1).toISOString(), now)).toBe(0);
});
