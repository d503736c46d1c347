/** Figures in the reader's language. Pure. */
import type { Language } from "../../../protocol/wire";
import type { Unit } from "../../net/reports";

const LOCALE: Record<Language, string> = { nl: "nl-BE", fr: "fr-BE", en: "en-GB" };
const UNITS: Record<Language, { day: string; hour: string; points: string }> = {
  nl: { day: "d", hour: "u", points: "procentpunt" },
  fr: { day: "j", hour: "h", points: "points" },
  en: { day: "d", hour: "h", points: "points" },
};
export const NONE = "–";

const number = (value: number, language: Language, options: Intl.NumberFormatOptions = {}) =>
  new Intl.NumberFormat(LOCALE[language], options).format(value);

/** `45 s`, `12 min`, `3 u 05`, `2 d 4 u`. */
export function duration(seconds: number, language: Language): string {
  const { day, hour } = UNITS[language];
  const s = Math.round(seconds);
  if (s < 60) return `${s} s`;
  const minutes = Math.round(s / 60);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60)
    return `${Math.floor(minutes / 60)} ${hour} ${String(minutes % 60).padStart(2, "0")}`;
  const hours = Math.round(s / 3600);
  return `${Math.floor(hours / 24)} ${day} ${hours % 24} ${hour}`;
}

export function share(value: number | null, language: Language, digits = 1): string {
  return value === null ? NONE : number(value, language, { style: "percent", maximumFractionDigits: digits });
}

export function count(value: number, language: Language): string {
  return number(value, language);
}

export function hours(seconds: number, language: Language): string {
  return `${number(seconds / 3600, language, { maximumFractionDigits: 1 })} ${UNITS[language].hour}`;
}

export function amount(value: number | null, unit: Unit, language: Language): string {
  if (value === null) return NONE;
  if (unit === "share") return share(value, language);
  if (unit === "seconds") return duration(value, language);
  return number(value, language, { maximumFractionDigits: unit === "score" ? 2 : 0 });
}

/** A difference with its sign: `+12`, `−2,1 procentpunt`, `−3 min`. */
export function difference(value: number, unit: Unit, language: Language): string {
  const sign = value > 0 ? "+" : value < 0 ? "−" : "±";
  const size = Math.abs(value);
  if (unit === "share") {
    const points = number(size * 100, language, { maximumFractionDigits: 1 });
    return `${sign}${points} ${UNITS[language].points}`;
  }
  return `${sign}${amount(size, unit, language)}`;
}

export function dayShort(day: string, language: Language): string {
  const at = new Date(`${day}T12:00:00Z`);
  return new Intl.DateTimeFormat(LOCALE[language], {
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  }).format(at);
}

export function dayLong(day: string, language: Language): string {
  const at = new Date(`${day}T12:00:00Z`);
  const options = {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  } as const;
  return new Intl.DateTimeFormat(LOCALE[language], options).format(at);
}

/** Names of the weekdays, Monday first. */
export function weekdays(language: Language): string[] {
  const format = new Intl.DateTimeFormat(LOCALE[language], { weekday: "long", timeZone: "UTC" });
  return Array.from({ length: 7 }, (_, n) => format.format(Date.UTC(2026, 2, 2 + n)));
}
