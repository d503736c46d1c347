/** Articles for a reply: searched, shortened to what fits in a message. */
import type { ArticleRef, Language } from "../../protocol/wire";
import { api } from "../net/api";

export interface Hit {
  article_id: string;
  title: string;
  language: Language;
  passage: string;
  fallback: boolean;
}

/** The card that goes with a message; the server looks the article up again. */
export type Card = Pick<ArticleRef, "id" | "title" | "language">;

const EXCERPT_CHARS = 280;

export async function findArticles(query: string, language: Language): Promise<Hit[]> {
  const path = `/search?q=${encodeURIComponent(query)}&language=${language}`;
  return (await api<{ results: Hit[] }>("GET", path)).results;
}

export const cardOf = (hit: Hit): Card => ({ id: hit.article_id, title: hit.title, language: hit.language });

/** Whole sentences from the start of a passage, as many as fit; Markdown's signs left out. */
export function excerpt(passage: string): string {
  const plain = passage
    .replace(/^#+ .*$/gm, "")
    .replace(/[*_`]/g, "")
    .replace(/\s+/g, " ")
    .trim();
  if (plain.length <= EXCERPT_CHARS) return plain;
  const cut = plain.slice(0, EXCERPT_CHARS);
  const end = Math.max(cut.lastIndexOf(". "), cut.lastIndexOf("! "), cut.lastIndexOf("? "));
  return end > 40 ? cut.slice(0, end + 1) : `${cut.slice(0, cut.lastIndexOf(" "))} …`;
}
