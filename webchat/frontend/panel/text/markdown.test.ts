import { describe, expect, it } from "vitest";
import { parse, parseInline, safeHref } from "./markdown";

const text = (value: string) => ({ type: "text", text: value });

describe("parseInline", () => {
  it("reads bold, code and links", () => {
    expect(parseInline("Druk op **Win + A** of `ncpa.cpl`, zie [hulp](/help/nl/x).")).toEqual([
      text("Druk op "),
      { type: "bold", children: [text("Win + A")] },
      text(" of "),
      { type: "code", text: "ncpa.cpl" },
      text(", zie "),
      { type: "link", href: "/help/nl/x", children: [text("hulp")] },
      text("."),
    ]);
  });

  it("reads emphasis, and leaves a product of numbers alone", () => {
    expect(parseInline("de *vliegtuigstand*")[1]).toEqual({
      type: "emphasis",
      children: [text("vliegtuigstand")],
    });
    expect(parseInline("2 * 3 * 4")).toEqual([text("2 * 3 * 4")]);
    expect(parseInline("2*3*4")).toEqual([text("2*3*4")]);
  });

  it("leaves the full stop after a bare address out of the link", () => {
    expect(parseInline("Ga naar https://example.org/a.")).toEqual([
      text("Ga naar "),
      { type: "link", href: "https://example.org/a", children: [text("https://example.org/a")] },
      text("."),
    ]);
  });

  it("turns masked words into chips", () => {
    expect(parseInline("mijn code is [masked:password]!")[1]).toEqual({ type: "masked", what: "password" });
  });

  it.each([
    "javascript:alert(1)",
    "//evil.example",
    "/\\evil.example",
    "data:text/html,x",
    "ftp://x.example",
  ])("keeps %s as plain text", (href) => {
    expect(safeHref(href)).toBeUndefined();
    expect(parseInline(`[klik](${href})`).every((inline) => inline.type === "text")).toBe(true);
  });

  it("keeps HTML and unfinished marks as typed", () => {
    expect(parseInline("<img src=x onerror=alert(1)> ** `")).toEqual([
      text("<img src=x onerror=alert(1)> ** `"),
    ]);
  });
});

describe("parse", () => {
  it("keeps the number a list starts with, and its kind", () => {
    expect(parse("Stappen:\n3. drie\n4. vier\n- punt")).toEqual([
      { type: "paragraph", lines: [[text("Stappen:")]] },
      { type: "list", start: 3, items: [[text("drie")], [text("vier")]] },
      { type: "list", start: null, items: [[text("punt")]] },
    ]);
  });

  it("separates paragraphs and keeps line breaks inside one", () => {
    expect(parse("a\nb\n\nc")).toEqual([
      { type: "paragraph", lines: [[text("a")], [text("b")]] },
      { type: "paragraph", lines: [[text("c")]] },
    ]);
  });

  it("ends an unfinished fence at the end", () => {
    expect(parse("```\nping 1.1.1.1")).toEqual([{ type: "code", text: "ping 1.1.1.1" }]);
  });

  it("parses 100,000 hostile characters in a blink", () => {
    const started = performance.now();
    for (const seed of ["*", "[", "`", "**a", "[a](", "- ", "https://"])
      parse(seed.repeat(100_000 / seed.length));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
