import { expect, test } from "vitest";
import { articlesShown, asText, isToConfirm, shownFields, stepsTried } from "./fields";
import { snoozeChoices } from "./snooze";
import { ticketOf } from "./state/sample";

const bot = { source: "bot", confidence: 0.6 } as const;
const ticket = ticketOf("c1", {
  fields: {
    subject: { value: "Wifi", ...bot },
    floor: { value: 3, source: "agent" },
    device: { value: "", source: "user" },
    steps_tried: {
      value: [{ step: "router", text: "Herstart de router.", result: "failed" }, "2/3 Kies het netwerk"],
      source: "user",
    },
    articles_shown: { value: ["wifi-no-connection.nl"], source: "system" },
  },
});

test("built-in fields stand in their order, filled or not, and own fields after them", () => {
  const shown = shownFields(ticket);

  expect(shown[0]).toMatchObject({ name: "subject", field: { value: "Wifi" } });
  expect(shown.find((each) => each.name === "device")?.field).toBeNull();
  expect(shown.at(-1)).toMatchObject({ name: "floor", field: { value: 3 } });
  expect(shown.map((each) => each.name)).not.toContain("steps_tried");
});

test("what an agent wrote needs no confirming, what the bot guessed does", () => {
  expect(isToConfirm({ value: "x", ...bot })).toBe(true);
  expect(isToConfirm({ value: "x", source: "bot", confidence: 0.9 })).toBe(false);
  expect(isToConfirm({ value: "x", source: "agent", confidence: 0.1 })).toBe(false);
  expect(isToConfirm({ value: "x", source: "system" })).toBe(false);
});

test("steps and articles are read from objects and from words", () => {
  expect(stepsTried(ticket)).toEqual([
    { text: "Herstart de router.", result: "failed" },
    { text: "2/3 Kies het netwerk", result: null },
  ]);
  expect(articlesShown(ticket)).toEqual([{ id: "wifi-no-connection.nl", title: null, language: "nl" }]);
});

test("any value has a text", () => {
  expect(asText(null)).toBe("");
  expect(asText(["a", 2])).toBe("a, 2");
  expect(asText({ name: "Ann", email: null })).toBe("Ann");
});

test("snoozing offers moments that lie ahead, each once", () => {
  for (let hours = 0; hours < 24 * 8; hours++) {
    const now = new Date(2026, 10, 22, hours);
    const choices = snoozeChoices(now);

    expect(choices.every(({ at }) => at > now)).toBe(true);
    expect(new Set(choices.map(({ at }) => at.getTime())).size).toBe(choices.length);
  }
});
