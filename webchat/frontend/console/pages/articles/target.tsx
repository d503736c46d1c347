/** Where a way leads, chosen from a list: the next step, another one, an end, another article. */
import { useState } from "preact/hooks";
import type { Language } from "../../../protocol/wire";
import { language } from "../../i18n";
import { useFamilyTitle } from "../../net/articles";
import { useArticles } from "./links";
import type { Step } from "./text/steps";
import { tx } from "./texts";

interface Props {
  label: string;
  steps: readonly Step[];
  at: number;
  /** As it stands in the text; undefined is the usual way. */
  value: string | undefined;
  atEnd: "solved" | "human";
  change: (value: string | undefined) => void;
}

const WORDS = 46;
const ARTICLE = "article:";

export function TargetChoice({ label, steps, at, value = "", atEnd, change }: Props) {
  const [isSearching, setSearching] = useState(false);
  const family = value.startsWith(ARTICLE) ? value.slice(ARTICLE.length) : null;
  const title = useFamilyTitle(family, language.value);
  const isUsual = value === "" || value === "next";
  const isKnown =
    isUsual ||
    value === "solved" ||
    value === "human" ||
    family !== null ||
    steps.some(({ id }) => id === value);
  const usual = at === steps.length - 1 ? tx(`target.usual_${atEnd}`) : tx("target.next");
  const choose = (chosen: string) => {
    setSearching(chosen === ARTICLE);
    if (chosen !== ARTICLE) change(chosen === "next" ? (value === "next" ? "next" : undefined) : chosen);
  };
  return (
    <div class="target">
      <label>
        {label}
        <select
          value={isSearching ? ARTICLE : isUsual ? "next" : value}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          <option value="next">{usual}</option>
          <optgroup label={tx("target.steps")}>
            {steps.map((step, i) => (
              <option key={step.id} value={step.id}>
                {`${i + 1}. ${short(step.text)}`}
              </option>
            ))}
          </optgroup>
          <optgroup label={tx("target.ends")}>
            <option value="solved">{tx("target.solved")}</option>
            <option value="human">{tx("target.human")}</option>
            {family !== null && (
              <option value={value}>{tx("target.article_named", { title: title ?? family })}</option>
            )}
            <option value={ARTICLE}>{tx("target.article")}</option>
          </optgroup>
          {!isKnown && <option value={value}>{tx("target.missing")}</option>}
        </select>
      </label>
      {isSearching && (
        <ArticleSearch
          choose={(chosen) => {
            setSearching(false);
            change(ARTICLE + chosen);
          }}
        />
      )}
    </div>
  );
}

function ArticleSearch({ choose }: { choose: (family: string) => void }) {
  const [text, setText] = useState("");
  const found = useArticles(text, language.value as Language);
  return (
    <div class="article-search">
      <label>
        {tx("target.search")}
        <input type="search" value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <div class="choices-column" role="status">
        {found.map((row) => (
          <button
            key={row.article_id}
            type="button"
            class="choice"
            lang={row.language}
            onClick={() => choose(row.family)}
          >
            {row.title}
          </button>
        ))}
      </div>
    </div>
  );
}

export const short = (text: string, n = WORDS) =>
  text.length > n ? `${text.slice(0, n - 1).trimEnd()}…` : text;
