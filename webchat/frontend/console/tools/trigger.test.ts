import { describe, expect, it } from "vitest";
import { replaced, triggerAt } from "./trigger";

const at = (text: string, mode: "message" | "note" = "message") => triggerAt(text, text.length, mode);

describe("what asks for a list", () => {
  it.each([
    ["/", "reply", "", 0],
    ["Dag /gro", "reply", "gro", 4],
    ["??wifi werkt niet", "article", "wifi werkt niet", 0],
    ["Kijk hier:\n?? vpn", "article", "vpn", 11],
  ])("%s", (text, kind, query, from) => {
    expect(at(text)).toEqual({ kind, query, from });
  });

  it.each(["@", "@@", "::"])("%s names a colleague, in a note only", (sign) => {
    expect(at(`vraag ${sign}Sofie J`, "note")).toEqual({ kind: "colleague", query: "Sofie J", from: 6 });
    expect(at(`vraag ${sign}Sofie J`)).toBeNull();
  });

  it.each(["en/of", "https://", "Echt waar??", "1/2", "/ ", "jan@ex"])("%s asks for nothing", (text) => {
    expect(at(text, "note")).toBeNull();
  });

  it("looks at the caret, not at the end", () => {
    expect(triggerAt("/dag en tot ziens", 4, "message")).toEqual({ kind: "reply", query: "dag", from: 0 });
  });
});

it("replaces from the sign to the caret and goes on behind it", () => {
  const trigger = triggerAt("Wel /dag tot", 8, "message");
  expect(trigger && replaced("Wel /dag tot", 8, trigger, "Dag An,")).toEqual(["Wel Dag An, tot", 11]);
});
