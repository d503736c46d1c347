/** Where on the dial a share lies, and how it is written. Pure. */
import type { Language } from "../../../protocol/wire";
import type { Dial, Group, Outcome, Position } from "../../net/dial";

const LOCALE: Record<Language, string> = { nl: "nl-BE", fr: "fr-BE", en: "en-GB" };

export const OUTCOMES: readonly Outcome[] = ["answered", "clarified", "other", "handed_off"];

/** The position of a share, or the nearest there is. */
export function placeOf({ positions }: Pick<Dial, "positions">, share: number): number {
  let best = 0;
  for (const [place, { max_wrong_share }] of positions.entries())
    if (Math.abs(max_wrong_share - share) < Math.abs((positions[best]?.max_wrong_share ?? 9) - share))
      best = place;
  return best;
}

export function percent(share: number, language: Language, digits = 1): string {
  return new Intl.NumberFormat(LOCALE[language], { style: "percent", maximumFractionDigits: digits }).format(
    share,
  );
}

export function count(n: number, language: Language): string {
  return new Intl.NumberFormat(LOCALE[language]).format(n);
}

export function total(position: Position, group: Group): number {
  return OUTCOMES.reduce((n, outcome) => n + position.questions[group][outcome], 0);
}

/** A change in percentage points with its sign; nothing where there is none worth telling. */
export function change(after: number, before: number, language: Language): string {
  const points = Math.round((after - before) * 1000) / 10;
  if (!points) return "";
  const size = new Intl.NumberFormat(LOCALE[language], { maximumFractionDigits: 1 }).format(Math.abs(points));
  return `${points > 0 ? "+" : "−"}${size}`;
}
