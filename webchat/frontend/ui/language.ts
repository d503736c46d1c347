import type { Language } from "../protocol/wire";

export const LANGUAGES: readonly Language[] = ["nl", "fr", "en"];

/** Our language for a locale as sites write them: `nl`, `nl-BE`, `nl_BE`, `FR`. Undefined when it is none of ours. */
export function languageOf(locale: unknown): Language | undefined {
  const found = typeof locale === "string" ? /^(nl|fr|en)(?=$|[-_])/i.exec(locale.trim()) : null;
  return found?.[1]?.toLowerCase() as Language | undefined;
}
