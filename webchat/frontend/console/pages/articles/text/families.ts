/** Rows of the list, one for a family: its languages stand together. */
import type { Language } from "../../../../protocol/wire";
import type { Row, Translation } from "../../../net/knowledge";

export interface Family {
  family: string;
  /** The one whose title is shown. */
  row: Row;
  /** null: there is none; undefined: the list does not say. */
  languages: Partial<Record<Language, Translation | null>>;
}

const ALL: readonly Language[] = ["nl", "fr", "en"];

/** In the order in which the list names them first. */
export function families(rows: readonly Row[], shownIn: Language): Family[] {
  const found = new Map<string, Row[]>();
  for (const row of rows) found.set(row.family, [...(found.get(row.family) ?? []), row]);
  return [...found].map(([family, own]) => ({
    family,
    row: own.find(({ language }) => language === shownIn) ?? (own[0] as Row),
    languages: languagesOf(own),
  }));
}

function languagesOf(rows: readonly Row[]): Family["languages"] {
  const languages: Family["languages"] = {};
  const told = rows.find(({ translations }) => translations)?.translations;
  if (told)
    for (const each of ALL)
      languages[each] = told.find(({ language, article_id }) => language === each && article_id) ?? null;
  for (const row of rows) languages[row.language] = row;
  return languages;
}

export type Standing = "published" | "draft" | "outdated" | "missing" | "unknown";

export function standing(one: Translation | null | undefined): Standing {
  if (one === undefined) return "unknown";
  if (one === null || one.article_id === null || one.state === "archived") return "missing";
  if (one.outdated_since) return "outdated";
  return one.state === "published" ? "published" : "draft";
}
