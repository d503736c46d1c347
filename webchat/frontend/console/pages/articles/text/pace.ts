/** How long something takes that tells now and then how far it is. */

/** What was told: how much was done, and when. */
export interface Told {
  done: number;
  at_ms: number;
}

/** As far back as the pace is taken from: the beginning was another, and a shorter time jumps with the machine's load. */
const WINDOW_MS = 180_000;
const SHORTEST_MS = 2_000;

/** Keep what was told now with what the pace can still be taken from. */
export function keep(told: readonly Told[], now: Told): Told[] {
  const last = told.at(-1);
  if (last && now.done < last.done) return [now]; // another one, or begun again
  return [...told.filter(({ at_ms }) => now.at_ms - at_ms <= WINDOW_MS), now];
}

/** Seconds left until all is done; null where nothing has moved long enough to tell. */
export function secondsLeft(told: readonly Told[], total: number): number | null {
  const [first, last] = [told[0], told.at(-1)];
  if (!first || !last) return null;
  const [done, took_ms] = [last.done - first.done, last.at_ms - first.at_ms];
  if (done <= 0 || took_ms < SHORTEST_MS) return null;
  return ((total - last.done) / done) * (took_ms / 1000);
}

/** "20 seconds", "3 minutes": rounded up, in steps that do not flicker. */
export function inWords(seconds: number, language: string): string {
  const inMinutes = seconds >= 60;
  const value = inMinutes ? Math.ceil(seconds / 60) : Math.max(5, Math.ceil(seconds / 5) * 5);
  const unit = inMinutes ? "minute" : "second";
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(value);
}
