/** The list of articles: a family in its languages is one row. */
import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import type { Language } from "../../../protocol/wire";
import { timeAgo } from "../../format";
import { LANGUAGES, language, languageName, t, tOr } from "../../i18n";
import { EXPORT, type Filters, listArticles, type Page, type Row } from "../../net/knowledge";
import { Icon } from "../../views/icons";
import { Refusal, useRefusal } from "../../views/refusal";
import { TableWrap } from "../../views/table";
import { href } from "../route";
import { FilterBar } from "./filters";
import { IMPORT } from "./index";
import { mayEdit } from "./may";
import { NewArticle } from "./new";
import { type Family, families, type Standing, standing } from "./text/families";
import { tx, txn } from "./texts";

/** Kept while one looks at an article and comes back: what was chosen, how many rows, how far down. */
const filters = signal<Filters>({});
const shown = signal<Page | null>(null);
const kept = { of: filters.peek(), n: 0, scrolled: 0 };

export function ArticleList() {
  const [error, attempt, busy] = useRefusal();
  const [isNew, setNew] = useState(false);
  const now = filters.value;
  useEffect(() => {
    let isLate = false;
    void attempt(async () => {
      const page = await atLeast(kept.of === now ? kept.n : 0, now);
      if (!isLate) show(page, now);
    });
    return () => {
      isLate = true;
    };
  }, [now]);
  const more = () =>
    attempt(async () => {
      const before = shown.peek();
      const page = await listArticles(now, before?.next ?? null);
      show({ ...page, articles: [...(before?.articles ?? []), ...page.articles] }, now);
    });
  useKeptScroll();
  const page = shown.value;
  return (
    <div class="articles-page">
      <header class="page-head">
        <h2>{tx("list.title")}</h2>
        <a class="btn quiet small" href={EXPORT} download>
          <Icon name="download" size={14} />
          {tx("list.export")}
        </a>
        {mayEdit() && (
          <>
            <a class="btn quiet small" href={href("articles", IMPORT)}>
              <Icon name="upload" size={14} />
              {tx("list.import")}
            </a>
            <button type="button" class="btn small" onClick={() => setNew(true)}>
              <Icon name="plus" size={14} />
              {tx("list.new")}
            </button>
          </>
        )}
      </header>
      <p class="muted page-hint">{tx("list.hint")}</p>
      <FilterBar
        filters={now}
        counts={page?.counts}
        change={(change) => {
          filters.value = { ...now, ...change };
        }}
      />
      <Refusal text={error} />
      <p class="sr" role="status">
        {page && txn("list.found", page.n_found ?? page.articles.length)}
      </p>
      {page && page.articles.length === 0 && <Empty isFiltered={Object.values(now).some(Boolean)} />}
      {page && page.articles.length > 0 && <Table rows={page.articles} of={now.language || undefined} />}
      {page?.next && (
        <div class="more-rows">
          <button type="button" class="btn quiet" disabled={busy} onClick={() => void more()}>
            {tx("list.more")}
          </button>
          <small class="muted">
            {tx("list.shown", { n: count(page.articles.length), found: count(page.n_found ?? 0) })}
          </small>
        </div>
      )}
      {isNew && <NewArticle close={() => setNew(false)} />}
    </div>
  );
}

function show(page: Page, of: Filters): void {
  shown.value = page;
  kept.of = of;
  kept.n = page.articles.length;
}

/** As many rows as were shown before, or the first of them. */
async function atLeast(n: number, of: Filters): Promise<Page> {
  let page = await listArticles(of, null);
  while (page.next && page.articles.length < n) {
    const next = await listArticles(of, page.next);
    page = { ...next, articles: [...page.articles, ...next.articles] };
  }
  return page;
}

/** Who comes back from an article stands where they were. */
function useKeptScroll(): void {
  useLayoutEffect(() => {
    const page = document.getElementById("page");
    if (!page) return;
    page.scrollTop = kept.scrolled;
    const note = () => {
      kept.scrolled = page.scrollTop;
    };
    page.addEventListener("scroll", note);
    return () => page.removeEventListener("scroll", note);
  }, []);
}

const count = (n: number) => n.toLocaleString(language.value);

function Empty({ isFiltered }: { isFiltered: boolean }) {
  return (
    <div class="empty">
      <h3>{tx(isFiltered ? "list.none_found" : "list.none")}</h3>
      <p>{tx(isFiltered ? "list.none_found_hint" : "list.none_hint")}</p>
    </div>
  );
}

function Table({ rows, of }: { rows: readonly Row[]; of: Language | undefined }) {
  return (
    <TableWrap label={tx("list.title")}>
      <table class="table cards article-table">
        <thead>
          <tr>
            {(["title", "topic", "state", "languages", "changed"] as const).map((name) => (
              <th key={name} scope="col">
                {tx(`column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {families(rows, of ?? language.value).map((family) => (
            <FamilyRow key={family.family} family={family} />
          ))}
        </tbody>
      </table>
    </TableWrap>
  );
}

function FamilyRow({ family }: { family: Family }) {
  const { row } = family;
  const by = row.updated_by?.name;
  return (
    <tr>
      <td>
        <a class="article-title" href={href("articles", row.article_id)} lang={row.language}>
          {row.title}
        </a>
        {row.visibility === "internal" && <span class="badge">{tx("visibility.internal")}</span>}
      </td>
      <td data-label={tx("column.topic")}>
        {row.topic ? tOr(`value.${row.topic}`, row.topic) : <span class="muted">{tx("topic.none")}</span>}
      </td>
      <td data-label={tx("column.state")}>
        <StateBadge row={row} />
      </td>
      <td data-label={tx("column.languages")}>
        <ul class="in-languages">
          {LANGUAGES.map((each) => (
            <LanguageMark key={each} of={each} family={family} />
          ))}
        </ul>
      </td>
      <td data-label={tx("column.changed")}>
        {timeAgo(row.updated_at, Date.now(), language.value)}
        {by && <span class="muted"> · {by}</span>}
      </td>
    </tr>
  );
}

/** One language of a family: there, in the making, outdated or missing; in words for who does not see the sign. */
function LanguageMark({ of, family }: { of: Language; family: Family }) {
  const one = family.languages[of];
  const stands: Standing = standing(one);
  const words = `${languageName(of)}: ${tx(`standing.${stands}`)}`;
  const inner = (
    <>
      <span aria-hidden="true">{of.toUpperCase()}</span>
      <span class="sr">{words}</span>
    </>
  );
  return (
    <li>
      {one?.article_id ? (
        <a class={`language-mark ${stands}`} href={href("articles", one.article_id)} title={words}>
          {inner}
        </a>
      ) : (
        <span class={`language-mark ${stands}`} title={words}>
          {inner}
        </span>
      )}
    </li>
  );
}

export function StateBadge({ row }: { row: Row }) {
  return (
    <span class="article-states">
      <span class={`badge state ${row.state}`}>{tx(`state.${row.state}`)}</span>
      {row.has_draft && (
        <span class="badge">{tx(row.in_review ? "state.new_in_review" : "state.has_draft")}</span>
      )}
      {row.publish_at && <span class="badge">{tx("state.scheduled")}</span>}
      {row.outdated_since && <span class="badge outdated">{tx("state.outdated")}</span>}
      {row.index === "refused" && <span class="badge outdated">{tx("state.not_found")}</span>}
    </span>
  );
}

export const languageOf = (code: Language) => t(`language.${code}`);
