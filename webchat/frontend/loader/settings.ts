import type { SiteUser, Theme } from "../protocol/frame";
import type { Language } from "../protocol/wire";
import { foregroundOn } from "../ui/color";
import { languageOf } from "../ui/language";

/** What a site may put into `window.firstlineSettings` or, as `data-…`, on the script. All of it is optional. */
export interface Settings {
  site: string;
  language: Language;
  position: "left" | "right";
  theme: Theme;
  color: string;
  title?: string;
  launcherTitle?: string;
  hideLauncher: boolean;
  user?: SiteUser;
  attributes?: Record<string, unknown>;
}

export const DEFAULT_COLOR = "#0e5e69";

/**
 * Read the settings and replace every value that makes no sense by its default.
 *
 * @param given `window.firstlineSettings`, whatever the site made of it.
 * @param data The script's `data-…` attributes; `given` wins.
 * @param guesses Locales to try when none was set, best first: the page's, then the browser's.
 * @param complain Called with a sentence for each value that was not usable.
 */
export function readSettings(
  given: unknown,
  data: DOMStringMap,
  guesses: readonly string[],
  complain: (sentence: string) => void,
): Settings {
  if (given !== undefined && typeof given !== "object") complain("firstlineSettings is not an object");
  const all: Record<string, unknown> = { ...data, ...(given as object) };

  function pick<T, D>(names: string, read: (value: unknown) => T | undefined, fallback: D): T | D {
    for (const name of names.split(" ")) {
      const value = read(all[name]);
      if (value !== undefined) return value;
      if (all[name] !== undefined) complain(`setting ${name} is not usable`);
    }
    return fallback;
  }
  const word = (value: unknown) => (typeof value === "string" && value.trim()) || undefined;
  const record = (value: unknown) => (typeof value === "object" && value) || undefined;
  const oneOf =
    <T extends string>(...allowed: T[]) =>
    (value: unknown) =>
      allowed.find((one) => one === String(value));

  return {
    site: pick("site websiteToken", word, "demo"),
    language: pick("locale language lang", languageOf, guesses.map(languageOf).find(Boolean) ?? "en"),
    position: pick("position", oneOf("left", "right"), "right"),
    theme: pick("darkMode theme", oneOf("auto", "light", "dark"), "auto"),
    color: pick("color", (value) => (foregroundOn(String(value)) ? String(value) : undefined), DEFAULT_COLOR),
    title: pick("title", word, undefined),
    launcherTitle: pick("launcherTitle", word, undefined),
    hideLauncher: pick("hideLauncher hideMessageBubble", oneOf("true", "false"), "false") === "true",
    user: pick("user", record, undefined),
    attributes: pick("customAttributes", record, undefined) as Settings["attributes"],
  };
}
