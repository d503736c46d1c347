import { expect, test } from "vitest";
import { language } from "../../i18n";
import type { Entry } from "../../net/audit";
import { detailsOf, targetName } from "./acts";

const entry = (given: Partial<Entry>): Entry => ({
  id: 1,
  at: "2026-03-02T08:00:00Z",
  actor_kind: "agent",
  actor_name: "Sofie",
  act: "signed_in",
  target_kind: null,
  target_id: null,
  details: {},
  ...given,
});

test("details are words, and names where there are any", () => {
  language.value = "nl";
  const names = { a1: "Karim", t1: { nl: "Netwerk", fr: "Réseau", en: "Network" } };

  expect(detailsOf(entry({ details: { two_factor: false, role: "administrator" } }), names)).toBe(
    "in twee stappen: Nee · rol: Beheerder",
  );
  expect(
    detailsOf(entry({ details: { to: "a1", team: "t1", fields: ["device", "languages"] } }), names),
  ).toBe("naar: Karim · team: Netwerk · velden: Toestel, Talen");
});

test("a target without a name keeps its id", () => {
  language.value = "nl";

  expect(targetName(entry({ target_kind: "conversation", target_id: "c1" }), { c1: "FL-1001" })).toBe(
    "Gesprek FL-1001",
  );
  expect(targetName(entry({ target_kind: "session", target_id: "s1" }), {})).toBe("Sessie s1");
  expect(targetName(entry({}), {})).toBe("");
});
