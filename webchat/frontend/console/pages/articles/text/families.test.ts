import { expect, test } from "vitest";
import type { Row } from "../../../net/knowledge";
import { families, standing } from "./families";

const row = (family: string, language: Row["language"], more: Partial<Row> = {}): Row => ({
  article_id: `${family}.${language}`,
  family,
  language,
  title: `${family} ${language}`,
  topic: null,
  visibility: "public",
  state: "published",
  has_draft: false,
  in_review: false,
  publish_at: null,
  outdated_since: null,
  updated_at: "",
  updated_by: null,
  published_at: null,
  ...more,
});

test("a family is one row, named in the language of the reader where it has that", () => {
  const rows = [row("b", "nl"), row("a", "nl"), row("a", "fr"), row("b", "en")];

  expect(families(rows, "fr").map((each) => each.row.title)).toEqual(["b nl", "a fr"]);
});

test("what is missing is told only by who knows all languages", () => {
  const translations = [
    {
      language: "nl" as const,
      article_id: "a.nl",
      title: "",
      state: "published" as const,
      outdated_since: null,
    },
  ];
  const [known] = families([row("a", "nl", { translations })], "nl");
  const [unknown] = families([row("a", "nl")], "nl");

  expect(standing(known?.languages.fr)).toBe("missing");
  expect(standing(unknown?.languages.fr)).toBe("unknown");
});

test("how a language stands", () => {
  expect(standing(row("a", "nl"))).toBe("published");
  expect(standing(row("a", "nl", { outdated_since: "2026-01-01" }))).toBe("outdated");
  expect(standing(row("a", "nl", { state: "in_review" }))).toBe("draft");
  expect(standing(row("a", "nl", { state: "archived" }))).toBe("missing");
});
