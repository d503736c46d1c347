import type { Language } from "../../protocol/wire";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export type Texts = Record<keyof typeof en, string>;
export type TextKey = keyof Texts;

export const texts: Record<Language, Texts> = { nl, fr, en };

/** The sentence `key` in `language`, its {placeholders} filled from `values`. */
export function say(language: Language, key: TextKey, values: Record<string, string | number> = {}): string {
  return texts[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
