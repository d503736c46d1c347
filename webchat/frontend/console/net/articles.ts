/** Titles of articles: tickets and signals name an article by its id, people by its title. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Language } from "../../protocol/wire";
import { api } from "./api";

const titles = signal<ReadonlyMap<string, string>>(new Map());
const asked = new Set<string>();

/** The title of an article, asked once; null until it is known, and of what is no article that anybody may read. */
export function useTitle(id: string | null): string | null {
  useEffect(() => {
    if (id !== null) void need(id);
  }, [id]);
  return id === null ? null : (titles.value.get(id) ?? null);
}

/** A family of articles (`wifi-no-connection`) by the title it has in a language. */
export function useFamilyTitle(family: string | null, language: Language): string | null {
  return useTitle(family && FAMILY.test(family) ? `${family}.${language}` : null);
}

const FAMILY = /^[a-z0-9]+(-[a-z0-9]+)+$/;

async function need(id: string): Promise<void> {
  if (asked.has(id)) return;
  asked.add(id);
  try {
    const { title } = await api<{ title: string }>("GET", `/articles/${encodeURIComponent(id)}`);
    titles.value = new Map(titles.value).set(id, title);
  } catch {
    // Its id stays: better than nothing.
  }
}
