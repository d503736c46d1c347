/** A table that scrolls sideways where the page is narrow, by keys too. */
import type { ComponentChildren } from "preact";
import { type Key, t } from "../i18n";

export function TableWrap({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable with the keyboard
    <section class="table-wrap" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}

interface HeadProps {
  names: readonly Key[];
  /** Names the last column, of buttons, for who cannot see them. */
  acts?: Key;
}

export function Head({ names, acts }: HeadProps) {
  return <Columns words={names.map((name) => t(name))} acts={acts && t(acts)} />;
}

/** The head in words, for pages with texts of their own. */
export function Columns({ words, acts }: { words: readonly string[]; acts?: string | undefined }) {
  return (
    <thead>
      <tr>
        {words.map((word) => (
          <th key={word} scope="col">
            {word}
          </th>
        ))}
        {acts && (
          <th scope="col">
            <span class="sr">{acts}</span>
          </th>
        )}
      </tr>
    </thead>
  );
}
