/** What the pages of the loop share: choices of a list, languages, a family by its title, where a ticket is. */
import type { ComponentChildren } from "preact";
import type { Language } from "../../../protocol/wire";
import { language, t } from "../../i18n";
import { useFamilyTitle } from "../../net/articles";
import type { Counted, TicketRef, Words } from "../../net/loop";
import { room } from "../../room";
import { agent } from "../../state/store";
import { href } from "../route";
import { type TextKey, tx } from "./texts";
import "./loop.css";

export const mayManage = () =>
  agent.value?.role === "knowledge_manager" || agent.value?.role === "administrator";

/** A list in parts: one of them is shown. */
export function Choice<T extends string>({
  label,
  of,
  chosen,
  text,
  choose,
}: {
  label: TextKey;
  of: readonly T[];
  chosen: T;
  text: (each: T) => string;
  choose: (each: T) => void;
}) {
  return (
    <fieldset class="loop-choice">
      <legend class="sr">{tx(label)}</legend>
      {of.map((each) => (
        <button
          key={each}
          type="button"
          class={each === chosen ? "btn small" : "btn quiet small"}
          aria-pressed={each === chosen}
          onClick={() => choose(each)}
        >
          {text(each)}
        </button>
      ))}
    </fieldset>
  );
}

export function Languages({ counted }: { counted: Counted }) {
  const known = Object.entries(counted) as [Language, number][];
  return (
    <span class="loop-languages">
      {known.map(([code, n]) => (
        <span key={code} class="badge">
          {t(`language.${code}`)} {n}
        </span>
      ))}
    </span>
  );
}

export function FamilyTitle({ family }: { family: string }) {
  return <>{useFamilyTitle(family, language.value) ?? family.replaceAll("-", " ")}</>;
}

export function TicketLink({ ticket }: { ticket: TicketRef }) {
  const there = href("tickets", ticket.number);
  return <a href={room === "console" ? there : `/console${there}`}>{ticket.number}</a>;
}

/** Words in the reader's language; where that was left empty, in one that has them, marked as such. */
export function InLanguage({ words }: { words: Partial<Words> | null | undefined }) {
  const [code, text] = pick(words);
  return <span lang={code}>{text}</span>;
}

export function pick(words: Partial<Words> | null | undefined): [Language, string] {
  const own = words?.[language.value];
  if (own) return [language.value, own];
  const other = (Object.entries(words ?? {}) as [Language, string][]).find(([, text]) => text);
  return other ?? [language.value, ""];
}

export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="loop-empty muted">{children}</p>;
}
