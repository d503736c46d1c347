/** Another language of the article beside this one: to translate from, and to see what changed in it. */
import { useEffect, useState } from "preact/hooks";
import type { Language } from "../../../protocol/wire";
import { dateTime } from "../../format";
import { language, languageName, t } from "../../i18n";
import {
  listRevisions,
  markUpToDate,
  readRevision,
  readWorking,
  type Translation,
  type Working,
} from "../../net/knowledge";
import { toast } from "../../screen";
import { Refusal, useRefusal } from "../../views/refusal";
import { href } from "../route";
import { mayEdit } from "./may";
import { explain } from "./new";
import { frontOf, wordOf } from "./text/front";
import { bodyOf } from "./text/parts";
import { tx } from "./texts";
import { Versions } from "./versions";
import type { Work } from "./work";

interface Props {
  work: Work;
  translations: readonly Translation[];
  change: (translations: Translation[]) => void;
}

export function TranslationView({ work, translations, change }: Props) {
  const row = work.row.value;
  const others = translations.filter((each) => each.language !== row.language && each.article_id);
  const [of, setOf] = useState<Language | null>(others[0]?.language ?? null);
  const [other, setOther] = useState<Working | null>(null);
  const [error, attempt, busy] = useRefusal(explain);
  const chosen = others.find((each) => each.language === of) ?? others[0];
  const id = chosen?.article_id ?? null;
  useEffect(() => {
    setOther(null);
    if (id) void attempt(async () => setOther((await readWorking(id)).body));
  }, [id]);
  if (!chosen) return <p class="empty">{tx("translation.none")}</p>;
  const upToDate = () =>
    attempt(async () => {
      change((await markUpToDate(chosen.article_id ?? "", chosen.language)).translations);
      toast(tx("done.up_to_date"));
    });
  return (
    <div class="translation">
      <label>
        {tx("translation.beside")}
        <select value={chosen.language} onChange={(event) => setOf(event.currentTarget.value as Language)}>
          {others.map((each) => (
            <option key={each.language} value={each.language}>
              {t(`language.${each.language}`)}
            </option>
          ))}
        </select>
      </label>
      {chosen.outdated_since && (
        <p class="article-notice warn">
          {tx("translation.outdated", { at: dateTime(chosen.outdated_since, language.value) })}
          {mayEdit() && (
            <button type="button" class="btn quiet small" disabled={busy} onClick={() => void upToDate()}>
              {tx("act.up_to_date")}
            </button>
          )}
        </p>
      )}
      <Refusal text={error} />
      {other && row.outdated_since && <WhatChanged original={other} since={row.outdated_since} />}
      {other && (
        <>
          <h3 lang={other.language}>{wordOf(frontOf(other.markdown), "title") || other.title}</h3>
          <section
            class="translation-text"
            lang={other.language}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable with the keyboard
            tabIndex={0}
            aria-label={languageName(other.language)}
          >
            {bodyOf(other.markdown)}
          </section>
          <p>
            <a href={href("articles", other.article_id)}>{tx("translation.open")}</a>
          </p>
        </>
      )}
    </div>
  );
}

/** What the original became since this text was last its translation. */
function WhatChanged({ original, since }: { original: Working; since: string }) {
  const [before, setBefore] = useState<string | null>(null);
  const [error, attempt, busy] = useRefusal(explain);
  const show = () =>
    attempt(async () => {
      const { revisions } = await listRevisions(original.article_id);
      const last = revisions.find(({ at }) => at < since) ?? revisions.at(-1);
      if (last) setBefore((await readRevision(original.article_id, last.number)).markdown);
    });
  return (
    <>
      <Refusal text={error} />
      {before === null ? (
        <p>
          <button type="button" class="btn quiet small" disabled={busy} onClick={() => void show()}>
            {tx("translation.what_changed")}
          </button>
        </p>
      ) : (
        <Versions
          before={before}
          after={original.published_markdown ?? original.markdown}
          names={[tx("translation.then"), tx("history.now")]}
          lang={original.language}
          isInline
        />
      )}
    </>
  );
}
