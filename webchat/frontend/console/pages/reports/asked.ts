/** What a report is asked for, as it stands in the address. Pure: today is given. */

export interface Asked {
  /** First and last day, `2026-10-01`, both included. */
  from: string;
  to: string;
  language: string;
  team: string;
  topic: string;
  site: string;
}

export type Preset = "7" | "30" | "90" | "month" | "own";

const FILTERS = ["language", "team", "topic", "site"] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Read an address; without a period that makes sense the last 30 whole days. */
export function parse(query: string, today: string): Asked {
  const given = new URLSearchParams(query);
  const [from, to] = [given.get("from") ?? "", given.get("to") ?? ""];
  const span = DAY.test(from) && DAY.test(to) && from <= to ? { from, to } : period("30", today);
  const [language, team, topic, site] = FILTERS.map((name) => given.get(name) ?? "") as [
    string,
    string,
    string,
    string,
  ];
  return { ...span, language, team, topic, site };
}

/** Write an address, or the query of a request: what is not limited is left out. */
export function write(asked: Asked): string {
  const given = new URLSearchParams({ from: asked.from, to: asked.to });
  for (const name of FILTERS) if (asked[name]) given.set(name, asked[name]);
  return given.toString();
}

/** The whole days of a preset: they end yesterday, because today is not over. */
export function period(preset: Exclude<Preset, "own">, today: string): { from: string; to: string } {
  if (preset === "month") {
    const [year, month] = today.split("-").map(Number) as [number, number];
    return { from: iso(year, month - 1, 1), to: iso(year, month, 0) };
  }
  return { from: shifted(today, -Number(preset)), to: shifted(today, -1) };
}

/** Which preset a period is. */
export function presetOf(asked: { from: string; to: string }, today: string): Preset {
  const presets = ["7", "30", "90", "month"] as const;
  return (
    presets.find((preset) => {
      const { from, to } = period(preset, today);
      return from === asked.from && to === asked.to;
    }) ?? "own"
  );
}

/** Today in the desk's time zone, not the reader's. */
export function todayIn(zone: string | undefined, now: number): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" }).format(now);
}

/** `month` from 1; a day of 0 is the last of the month before. */
function iso(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

function shifted(day: string, by: number): string {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  return iso(year, month, date + by);
}
