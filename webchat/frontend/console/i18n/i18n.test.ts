import { expect, test } from "vitest";
import type { Language } from "../../protocol/wire";
import { firstSpoken, LANGUAGES, LOCALES, language, t, tn } from ".";

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

test.each(LANGUAGES)("%s has the keys of en, each with words and the same placeholders", (each: Language) => {
  expect(Object.keys(LOCALES[each]).sort()).toEqual(Object.keys(LOCALES.en).sort());
  for (const [key, english] of Object.entries(LOCALES.en)) {
    const text = LOCALES[each][key as keyof typeof LOCALES.en];
    expect(text.trim(), key).not.toBe("");
    expect(placeholders(text), key).toEqual(placeholders(english));
  }
});

test("the browser's first language that we speak is taken", () => {
  expect(firstSpoken(["de-DE", "fr-BE", "nl"])).toBe("fr");
  expect(firstSpoken(["nl-BE"])).toBe("nl");
  expect(firstSpoken(["de"])).toBe("en");
});

test("texts are filled in and counted by the rule of the language", () => {
  language.value = "fr";

  expect(tn("list.found", 0)).toBe("0 conversation trouvée");
  expect(tn("list.found", 2)).toBe("2 conversations trouvées");
  expect(t("message.step", { n: 2, of: 5 })).toBe("Étape 2 sur 5");
});
