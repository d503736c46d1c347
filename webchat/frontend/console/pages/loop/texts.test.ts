import { expect, test } from "vitest";
import { LANGUAGES } from "../../i18n";
import { TEXTS } from "./texts";

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

test.each(LANGUAGES)("%s has the keys of en, each with words and the same placeholders", (each) => {
  expect(Object.keys(TEXTS[each]).sort()).toEqual(Object.keys(TEXTS.en).sort());
  for (const [key, english] of Object.entries(TEXTS.en)) {
    const text = TEXTS[each][key as keyof typeof TEXTS.en];
    expect(text.trim(), key).not.toBe("");
    expect(placeholders(text), key).toEqual(placeholders(english));
  }
});
