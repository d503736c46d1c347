/** Times, durations and shares in the reader's language. Pure: `now` is always given. */
import type { Language } from "../protocol/wire";

/** Belgian habits: 24-hour clock, day before month. */
const LOCALE: Record<Language, string> = { nl: "nl-BE", fr: "fr-BE", en: "en-GB" };

const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 86_400;

/** A wait that ticks: `0:07`, `12:40`, then `3 h 05`, `2 d`. */
export function waitingTime(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  if (s < HOUR_S) return `${Math.floor(s / MINUTE_S)}:${pad(s % MINUTE_S)}`;
  if (s < DAY_S) return `${Math.floor(s / HOUR_S)} h ${pad(Math.floor((s % HOUR_S) / MINUTE_S))}`;
  return `${Math.floor(s / DAY_S)} d`;
}

/** How long ago, short and in words: "3 min. geleden". */
export function timeAgo(at: string, now: number, language: Language): string {
  const s = Math.round((now - Date.parse(at)) / 1000);
  const format = new Intl.RelativeTimeFormat(LOCALE[language], { style: "short", numeric: "auto" });
  if (s < MINUTE_S) return format.format(0, "second");
  if (s < HOUR_S) return format.format(-Math.floor(s / MINUTE_S), "minute");
  if (s < DAY_S) return format.format(-Math.floor(s / HOUR_S), "hour");
  return format.format(-Math.floor(s / DAY_S), "day");
}

/** How long until then, or since, short and in words: "over 8 min.". */
export function timeTo(at: string, now: number, language: Language): string {
  const s = Math.round((Date.parse(at) - now) / 1000);
  const format = new Intl.RelativeTimeFormat(LOCALE[language], { style: "short", numeric: "always" });
  const size = Math.abs(s);
  if (size < HOUR_S) return format.format(Math.trunc(s / MINUTE_S), "minute");
  if (size < DAY_S) return format.format(Math.trunc(s / HOUR_S), "hour");
  return format.format(Math.trunc(s / DAY_S), "day");
}

export function clockTime(at: string, language: Language): string {
  return formatter(language, { hour: "2-digit", minute: "2-digit" }).format(new Date(at));
}

export function dateTime(at: string, language: Language): string {
  const options = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" } as const;
  return formatter(language, options).format(new Date(at));
}

/** The heading above a day's messages: today and yesterday by name. */
export function dayName(at: string, now: number, language: Language): string {
  const days = dayNumber(Date.parse(at)) - dayNumber(now);
  if (days === 0 || days === -1) {
    const word = new Intl.RelativeTimeFormat(LOCALE[language], { numeric: "auto" }).format(days, "day");
    return word.charAt(0).toLocaleUpperCase() + word.slice(1);
  }
  return formatter(language, { weekday: "long", day: "numeric", month: "long" }).format(new Date(at));
}

/** The calendar day in the reader's own time zone, as one key. */
export function dayKey(at: string): number {
  return dayNumber(Date.parse(at));
}

/** A calendar day, `2026-03-02`, as people write it. */
export function dayOf(day: string, language: Language): string {
  const at = new Date(`${day}T12:00:00`);
  if (Number.isNaN(at.getTime())) return day;
  return formatter(language, { day: "numeric", month: "short", year: "numeric" }).format(at);
}

export function percent(share: number, language: Language): string {
  return new Intl.NumberFormat(LOCALE[language], { style: "percent" }).format(share);
}

function dayNumber(ms: number): number {
  const date = new Date(ms);
  return Math.floor(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / (DAY_S * 1000));
}

/** Making a formatter costs far more than using it, and a long list wants one a row. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + Object.entries(options).join();
  let made = formatters.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(LOCALE[language], options);
    formatters.set(key, made);
  }
  return made;
}

const pad = (n: number): string => String(n).padStart(2, "0");
