import { expect, test } from "vitest";
import { messageOf } from "../state/sample";
import { cameIn, lastSaid } from "./meanwhile";

const user = { kind: "user", name: "An" } as const;
const colleague = { kind: "agent", name: "you", id: "you" } as const;
const log = [
  messageOf("c1", 1, { sender: user }),
  messageOf("c1", 2, { sender: { kind: "system", name: "" } }),
  messageOf("c1", 3, { sender: { kind: "agent", name: "me", id: "me" } }),
  messageOf("c1", 4, { sender: user }),
  messageOf("c1", 4, { id: "c1.4.1", kind: "note", sender: colleague }),
];

test("a reply reckons with the customer and with colleagues, not with oneself or notices", () => {
  expect(lastSaid(log.slice(0, 3), "message", "me")).toBe("c1.1");
  expect(cameIn(log, "c1.1", "message", "me").map((message) => message.id)).toEqual(["c1.4", "c1.4.1"]);
  expect(cameIn(log, "c1.4.1", "message", "me")).toEqual([]);
});

test("a note reckons with notes alone", () => {
  expect(lastSaid(log.slice(0, 4), "note", "me")).toBeNull();
  expect(cameIn(log, null, "note", "me").map((message) => message.id)).toEqual(["c1.4.1"]);
});
