import { expect, test } from "vitest";
import { addedFields, articlesShown, asText, isToConfirm, shownFields, stepsTried, toValue } from "./fields";
import type { Definition } from "./net/tickets";
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

test("a field that an administrator added is shown in the reader's words where its kind has it", () => {
  const labels = { nl: "Gebouw", fr: "Bâtiment", en: "Building" };
  const choices = [{ value: "hq", labels: { nl: "Hoofdzetel", fr: "Siège", en: "Head office" } }];
  const common = { labels, required_for: ["request" as const], position: 1, archived: false, version: 1 };
  const building: Definition = { ...common, key: "building", type: "choice", choices, kinds: ["request"] };
  const urgent: Definition = { ...common, key: "vip", type: "boolean", choices: [], kinds: [] };
  const ticket = ticketOf("c", { kind: "request", fields: { building: { value: "hq", source: "agent" } } });
  const words = { yes: "Oui", no: "Non" };

  const [shown, vip] = addedFields(ticket, [building, urgent], "fr", words);

  expect(shown).toMatchObject({ label: "Bâtiment", required: true, editor: { names: { hq: "Siège" } } });
  expect(vip?.editor).toEqual({ choices: ["true", "false"], names: { true: "Oui", false: "Non" } });
  expect(shownFields(ticket, [building]).some(({ name }) => name === "building")).toBe(false);
  expect(addedFields(ticketOf("c"), [building], "fr", words)).toEqual([]);
  expect([toValue("false", urgent), toValue("", urgent), toValue("hq", building)]).toEqual([
    false,
    null,
    "hq",
  ]);
});
