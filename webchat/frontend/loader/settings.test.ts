import { describe, expect, it } from "vitest";
import { languageOf } from "../ui/language";
import { DEFAULT_COLOR, readSettings } from "./settings";

function read(given: unknown, data: Record<string, string> = {}, guesses: string[] = []) {
  const complaints: string[] = [];
  const settings = readSettings(given, data as DOMStringMap, guesses, (sentence) =>
    complaints.push(sentence),
  );
  return { settings, complaints };
}

it.each([
  ["nl", "nl"],
  ["nl-BE", "nl"],
  ["nl_BE", "nl"],
  ["FR-be", "fr"],
  [" en ", "en"],
  ["nld", undefined],
  ["de", undefined],
  [3, undefined],
  [null, undefined],
])("languageOf(%j) is %j", (locale, language) => {
  expect(languageOf(locale)).toBe(language);
});

describe("readSettings", () => {
  it("takes the page's language, then the browser's, then English", () => {
    expect(read(undefined, {}, ["de", "fr-BE", "nl"]).settings.language).toBe("fr");
    expect(read(undefined, {}, ["de"]).settings.language).toBe("en");
  });

  it("lets window.firstlineSettings win over the script's attributes", () => {
    const { settings } = read({ locale: "nl_BE" }, { locale: "fr", site: "town", position: "left" });
    expect(settings).toMatchObject({ language: "nl", site: "town", position: "left" });
  });

  it.each([
    ["a text", "hello"],
    ["a number", 4],
    ["nothing", null],
    [
      "values of the wrong kind",
      { site: 5, locale: {}, position: "up", color: "red;}", darkMode: 1, user: "me", title: [] },
    ],
  ])("survives %s with its defaults", (_, given) => {
    const { settings } = read(given);
    expect(settings).toMatchObject({
      site: "demo",
      language: "en",
      position: "right",
      theme: "auto",
      color: DEFAULT_COLOR,
      hideLauncher: false,
      user: undefined,
    });
  });

  it("says which setting was not usable", () => {
    expect(read({ color: "red" }).complaints).toEqual(["setting color is not usable"]);
    expect(read({ color: "#fff" }).complaints).toEqual([]);
  });

  it("reads yes and no as sites write them", () => {
    expect(read({ hideLauncher: true }).settings.hideLauncher).toBe(true);
    expect(read({}, { hideLauncher: "true" }).settings.hideLauncher).toBe(true);
    expect(read({ hideMessageBubble: false }).settings.hideLauncher).toBe(false);
  });
});
