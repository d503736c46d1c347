/// <reference types="vite/client" />
import { describe, expect, it } from "vitest";
import { contrast, foregroundOn, luminance } from "./color";
import css from "./tokens.css?raw";

/** Token → its colour in both schemes, read from the style sheet itself. */
const tokens = new Map(
  [...css.matchAll(/--([\w-]+):\s*light-dark\((#\w+),\s*(#\w+)\)/g)].map(([, name, light, dark]) => [
    name,
    { light, dark },
  ]),
);

function ratio(scheme: "light" | "dark", one: string, other: string): number {
  const [a, b] = [one, other].map((name) => luminance(tokens.get(name)?.[scheme] ?? ""));
  if (a === undefined || b === undefined) throw new Error(`no such token: ${one} or ${other}`);
  return contrast(a, b);
}

const surfaces = ["canvas", "surface", "surface-2", "surface-3"];
const text = [
  ...surfaces.flatMap((surface) => ["ink", "ink-2"].map((ink) => [ink, surface] as const)),
  ...["brand", "good", "warn", "bad", "info"].flatMap((ink) =>
    ["surface", "surface-2"].map((on) => [ink, on] as const),
  ),
  ...["brand", "good", "warn", "bad", "info"].map((name) => [`on-${name}-soft`, `${name}-soft`] as const),
  ["on-brand", "brand"] as const,
  ["on-brand", "brand-strong"] as const,
  ["on-note", "note"] as const,
];
const edges = [
  ["line-strong", "surface"],
  ["line-strong", "surface-2"],
  ["focus", "surface"],
  ["focus", "canvas"],
] as const;

describe.each(["light", "dark"] as const)("%s colours", (scheme) => {
  it.each(text)("%s reads on %s (4.5:1)", (ink, surface) => {
    expect(ratio(scheme, ink, surface)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(edges)("%s is seen on %s (3:1)", (edge, surface) => {
    expect(ratio(scheme, edge, surface)).toBeGreaterThanOrEqual(3);
  });
});

describe("foregroundOn", () => {
  it("reads on every colour a site can choose", () => {
    let worst = 21;
    for (let rgb = 0; rgb < 0x1000; rgb++) {
      const color = `#${rgb.toString(16).padStart(3, "0")}`;
      const [back, front] = [luminance(color), luminance(foregroundOn(color) ?? "")];
      worst = Math.min(worst, contrast(back ?? Number.NaN, front ?? Number.NaN));
    }
    expect(worst).toBeGreaterThanOrEqual(4.5);
  });

  it.each(["red", "#12", "#gggggg", "", "url(x)"])("has no answer for %j", (color) => {
    expect(foregroundOn(color)).toBeUndefined();
  });
});
