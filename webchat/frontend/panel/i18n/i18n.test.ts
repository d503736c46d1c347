import { describe, expect, it } from "vitest";
import { say, texts } from "./index";

const placeholders = (sentence: string) => [...sentence.matchAll(/\{\w+\}/g)].map(String).sort();

describe("the panel's sentences", () => {
  for (const language of ["nl", "fr"] as const) {
    it(`${language} has exactly the keys of en`, () => {
      expect(Object.keys(texts[language]).sort()).toEqual(Object.keys(texts.en).sort());
    });

    it(`${language} fills the same placeholders as en`, () => {
      for (const [key, sentence] of Object.entries(texts.en)) {
        expect(placeholders(texts[language][key as keyof typeof texts.en]), key).toEqual(
          placeholders(sentence),
        );
      }
    });
  }

  it("leaves no sentence empty", () => {
    for (const all of Object.values(texts))
      for (const sentence of Object.values(all)) expect(sentence.trim()).not.toBe("");
  });

  it("fills in values and leaves an unknown placeholder visible", () => {
    expect(say("nl", "step", { number: 2, of: 5 })).toBe("Stap 2 van 5");
    expect(say("nl", "step", { number: 2 })).toBe("Stap 2 van {of}");
  });
});
