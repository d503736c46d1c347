/** Texts of the console in nl, fr and en, and the language chosen for it. */
import { signal } from "@preact/signals";
import type { Language } from "../../protocol/wire";
import en from "./en.json";
import fr from "./fr.json";
import nl from "./nl.json";

export type Key = keyof typeof en;
type Params = Record<string, string | number>;

export const LOCALES: Record<Language, Record<Key, string>> = { nl, fr, en };
export const LANGUAGES: Language[] = ["nl", "fr", "en"];
const STORED_AS = "firstline.console.language";

export const language = signal<Language>(initialLanguage());

export function setLanguage(chosen: Language): void {
  language.value = chosen;
  localStorage.setItem(STORED_AS, chosen);
}

/** The text of a key in the current language, `{name}` filled in. */
export function t(key: Key, params: Params = {}): string {
  return filled(LOCALES[language.value][key], params);
}

/** A language inside a sentence: French writes it small. */
export function languageName(code: Language): string {
  const name = t(`language.${code}`);
  return language.value === "fr" ? name.toLocaleLowerCase("fr") : name;
}

/** The text of a key that data made: the words themselves when we have no text for them. */
export function tOr(key: string, fallback: string, params: Params = {}): string {
  const text = LOCALES[language.value][key as Key] as string | undefined;
  return text === undefined ? fallback : filled(text, params);
}

/** A counted text: `key.one` or `key.other`, by the language's own plural rule, with `{n}`. */
export function tn(key: string, n: number): string {
  const form = new Intl.PluralRules(language.value).select(n) === "one" ? "one" : "other";
  return tOr(`${key}.${form}`, String(n), { n });
}

export interface Catalogue<K extends string> {
  /** In the language of the screen, or in the one that is given. */
  t: (key: K, params?: Params, of?: Language) => string;
  /** `key.one` or `key.other`, by the language's own plural rule, with `{n}`. */
  tn: (key: string, n: number, params?: Params) => string;
  tOr: (key: string, fallback: string, params?: Params) => string;
}

/** Texts that one page alone needs, fetched with that page and not with the shell. */
export function catalogue<K extends string>(texts: Record<Language, Record<K, string>>): Catalogue<K> {
  const tOr = (key: string, fallback: string, params: Params = {}) =>
    filled(texts[language.value][key as K] ?? fallback, params);
  return {
    t: (key, params = {}, of = language.value) => filled(texts[of][key], params),
    tn: (key, n, params = {}) => {
      const form = new Intl.PluralRules(language.value).select(n) === "one" ? "one" : "other";
      return tOr(`${key}.${form}`, String(n), { n, ...params });
    },
    tOr,
  };
}

/** The first of the browser's languages that we speak: `nl-BE` is nl. */
export function firstSpoken(wanted: readonly string[]): Language {
  const spoken = wanted.map((tag) => tag.slice(0, 2).toLowerCase() as Language);
  return spoken.find((tag) => LANGUAGES.includes(tag)) ?? "en";
}

function filled(text: string, params: Params): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

function initialLanguage(): Language {
  if (typeof localStorage === "undefined") return "en";
  const stored = localStorage.getItem(STORED_AS) as Language | null;
  return stored && LANGUAGES.includes(stored) ? stored : firstSpoken(navigator.languages);
}
