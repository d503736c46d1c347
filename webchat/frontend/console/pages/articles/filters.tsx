/** What the list shows: words, and one choice for each thing that can be asked. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { CATEGORIES } from "../../fields";
import { LANGUAGES, t, tOr } from "../../i18n";
import type { Filters, Page, State } from "../../net/knowledge";
import { tx } from "./texts";

const TYPING_MS = 200;
const STATES: readonly State[] = ["draft", "in_review", "published", "archived"];

interface Props {
  filters: Filters;
  counts: Page["counts"];
  change: (change: Filters) => void;
}

export function FilterBar({ filters, counts, change }: Props) {
  const counted = (name: State) => {
    const n = counts?.[name];
    return n === undefined ? tx(`state.${name}`) : `${tx(`state.${name}`)} (${n})`;
  };
  return (
    <search class="article-filters">
      <Words text={filters.q ?? ""} change={(q) => change({ q })} />
      <Choice
        label={tx("filter.state")}
        value={filters.state}
        change={(state) => change({ state: state as State })}
      >
        {STATES.map((each) => (
          <option key={each} value={each}>
            {counted(each)}
          </option>
        ))}
      </Choice>
      <Choice
        label={tx("filter.language")}
        value={filters.language}
        change={(language) => change({ language: language as "nl" })}
      >
        {LANGUAGES.map((each) => (
          <option key={each} value={each}>
            {t(`language.${each}`)}
          </option>
        ))}
      </Choice>
      <Choice label={tx("filter.topic")} value={filters.topic} change={(topic) => change({ topic })}>
        {CATEGORIES.map((each) => (
          <option key={each} value={each}>
            {tOr(`value.${each}`, each)}
          </option>
        ))}
      </Choice>
      <Choice
        label={tx("filter.translations")}
        value={filters.translations}
        change={(translations) => change({ translations: translations as "missing" })}
      >
        <option value="missing">{tx("filter.missing")}</option>
        <option value="outdated">
          {counts?.outdated === undefined
            ? tx("filter.outdated")
            : `${tx("filter.outdated")} (${counts.outdated})`}
        </option>
      </Choice>
    </search>
  );
}

interface ChoiceProps {
  label: string;
  value: string | undefined;
  change: (value: string) => void;
  children: ComponentChildren;
}

function Choice({ label, value, change, children }: ChoiceProps) {
  return (
    <label>
      {label}
      <select value={value ?? ""} onChange={(event) => change(event.currentTarget.value)}>
        <option value="">{tx("filter.all")}</option>
        {children}
      </select>
    </label>
  );
}

/** What is typed shows at once; the list follows when the typing rests. */
function Words({ text, change }: { text: string; change: (text: string) => void }) {
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    const soon = setTimeout(() => typed !== text && change(typed), TYPING_MS);
    return () => clearTimeout(soon);
  }, [typed]);
  return (
    <label class="words">
      {tx("filter.words")}
      <input
        type="search"
        value={typed}
        placeholder={tx("filter.words_hint")}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
    </label>
  );
}
