/** Canned replies and macros: fetched once, kept until they change, found while typing. */
import { signal } from "@preact/signals";
import type { Language } from "../../protocol/wire";
import { LANGUAGES } from "../i18n";
import { api, call } from "../net/api";

export interface Kept {
  id: string;
  shared: boolean;
  may_edit: boolean;
  version: string;
}

export interface Reply extends Kept {
  shortcut: string;
  texts: Partial<Record<Language, { title: string; text: string }>>;
}

export type Step =
  | { do: "take" | "return_to_bot" }
  | { do: "reply"; texts: Partial<Record<Language, string>> }
  | { do: "note"; text: string }
  | { do: "set_fields"; fields: Record<string, string | null> }
  | { do: "snooze"; minutes: number }
  | { do: "transfer"; agent_id?: string; team_id?: string }
  | { do: "resolve"; outcome: string; solution?: string };

export interface Macro extends Kept {
  title: string;
  steps: Step[];
}

export type Shelf = "canned-replies" | "macros";

export const replies = signal<Reply[] | null>(null);
export const macros = signal<Macro[] | null>(null);

/** Fetch what is kept; what is shown already stays until the answer is there. */
export async function loadReplies(): Promise<void> {
  replies.value = await all<Reply>("canned-replies");
}

export async function loadMacros(): Promise<void> {
  macros.value = await all<Macro>("macros");
}

async function all<T extends Kept>(shelf: Shelf): Promise<T[]> {
  const found: T[] = [];
  for (let after: string | null = ""; after !== null; ) {
    const page: { items: T[]; next: string | null } = await api(
      "GET",
      `/${shelf}${after && `?after=${after}`}`,
    );
    found.push(...page.items);
    after = page.next;
  }
  return found;
}

/** A new thing when it has no id; else an edit of the version that was read. */
export async function save(shelf: Shelf, thing: Partial<Kept>, body: object): Promise<void> {
  if (thing.id) await call("PUT", `/${shelf}/${thing.id}`, body, `"${thing.version}"`);
  else await api("POST", `/${shelf}`, body);
  await (shelf === "macros" ? loadMacros() : loadReplies());
}

export async function remove(shelf: Shelf, thing: Kept): Promise<void> {
  await call("DELETE", `/${shelf}/${thing.id}`, undefined, `"${thing.version}"`);
  await (shelf === "macros" ? loadMacros() : loadReplies());
}

/** A reply's words for this conversation, variables filled in by the server. */
export const filled = (reply: Reply, conversation_id: string) =>
  api<{ text: string; language: Language; fallback: boolean }>(
    "GET",
    `/canned-replies/${reply.id}/text?conversation_id=${encodeURIComponent(conversation_id)}`,
  );

/** The text to show of a reply: in the language asked for, else in the first it has. */
export function shownText(
  reply: Reply,
  language: Language,
): { language: Language; title: string; text: string } {
  const found = [language, ...LANGUAGES].find((each) => reply.texts[each]) ?? language;
  return { language: found, ...(reply.texts[found] ?? { title: reply.shortcut, text: "" }) };
}

/** The replies that match, best first: the customer's language, then the shortcut, the title, the words. */
export function matching(all: readonly Reply[], query: string, language: Language): Reply[] {
  const wanted = query.toLocaleLowerCase();
  const rank = (reply: Reply): number => {
    const { title, text } = shownText(reply, language);
    if (reply.shortcut.toLocaleLowerCase().startsWith(wanted)) return 0;
    if (title.toLocaleLowerCase().includes(wanted)) return 1;
    if (text.toLocaleLowerCase().includes(wanted)) return 2;
    return 3;
  };
  const own = new Set(all.filter((reply) => !reply.shared).map((reply) => reply.shortcut));
  return all
    .filter((reply) => !reply.shared || !own.has(reply.shortcut))
    .map((reply) => ({ reply, rank: rank(reply), other: reply.texts[language] ? 0 : 1 }))
    .filter((each) => each.rank < 3)
    .sort((a, b) => a.other - b.other || a.rank - b.rank || a.reply.shortcut.localeCompare(b.reply.shortcut))
    .map((each) => each.reply);
}
