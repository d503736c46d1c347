import { expect, test } from "vitest";
import { parse } from "yaml";
import type { Language } from "../../../../protocol/wire";
import { LANGUAGES } from "../../../i18n";
import { TEXTS, type TextKey } from "../texts";

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

test.each(LANGUAGES)("%s has the keys of en, each with words and the same placeholders", (each: Language) => {
  expect(Object.keys(TEXTS[each]).sort()).toEqual(Object.keys(TEXTS.en).sort());
  for (const [key, english] of Object.entries(TEXTS.en)) {
    const text = TEXTS[each][key as TextKey];
    expect(text.trim(), key).not.toBe("");
    expect(placeholders(text), key).toEqual(placeholders(english));
  }
});

const FILES = import.meta.glob<string>("../../../../../../data/responses/*.yml", {
  query: "?raw",
  import: "default",
  eager: true,
});
type Said = Record<string, Record<Language, string | string[]>>;
const BOT: Said = Object.assign(
  {},
  ...Object.values(FILES).map((text) => (parse(text) as { texts: Said }).texts),
);

/** What the preview says under another name than the bot, or in words of its own. */
const OTHER: Record<string, string | null> = {
  asks_again: "corrected",
  person_comes: "handoff_article_policy",
  other_article: null,
  article: null,
  name: null,
  you: null,
  yes: null,
  no: null,
  step: null,
};
const KEYS = Object.keys(TEXTS.en).flatMap((key) => {
  if (!key.startsWith("bot.")) return [];
  const name = key.slice("bot.".length);
  const of = OTHER[name] === undefined ? name : OTHER[name];
  return of === null ? [] : [[key, of] as const];
});

test.each(KEYS)("%s: the preview says what the bot says", (key, of) => {
  for (const language of LANGUAGES) {
    const said = BOT[of]?.[language];
    expect([said].flat()).toContain(TEXTS[language][key as TextKey]);
  }
});
