/** Relative luminance of `#rgb` or `#rrggbb`, 0..1; undefined for anything else. Source: WCAG 2.2, definition of relative luminance. */
export function luminance(color: string): number | undefined {
  const short = /^#[\da-f]{3}$/i.test(color) ? color.replace(/[\da-f]/gi, "$&$&") : color;
  if (!/^#[\da-f]{6}$/i.test(short)) return undefined;
  const linear = (at: number) => {
    const c = Number.parseInt(short.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(1) + 0.7152 * linear(3) + 0.0722 * linear(5);
}

/** Contrast ratio of two luminances, 1..21. */
export const contrast = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

/** Black or white, whichever reads better on `color`: at least 4.58:1 on every colour. Undefined for a bad colour. */
export function foregroundOn(color: string): "#000000" | "#ffffff" | undefined {
  const l = luminance(color);
  if (l === undefined) return undefined;
  return contrast(l, 1) >= contrast(l, 0) ? "#ffffff" : "#000000";
}
