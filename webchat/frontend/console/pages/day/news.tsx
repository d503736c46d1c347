/** What is new in the knowledge base, and what became of one's own proposals. */
import { useEffect, useState } from "preact/hooks";
import { timeAgo } from "../../format";
import { language } from "../../i18n";
import { type News, news, ownProposals, type Proposal, sawNews, sawOwnProposals } from "../../net/loop";
import { now } from "../../state/store";
import { Refusal, useRefusal } from "../../views/refusal";
import { tx } from "../loop/texts";

export function KnowledgeNews() {
  const [found, setFound] = useState<News[] | null>(null);
  const [error, attempt, busy] = useRefusal();
  useEffect(() => void attempt(async () => setFound((await news()).articles)), []);
  const nUnread = found?.filter((article) => article.is_unread).length ?? 0;
  const seen = () =>
    attempt(async () => {
      await sawNews();
      setFound((known) => known?.map((article) => ({ ...article, is_unread: false })) ?? null);
    });
  return (
    <section class="day-part" aria-labelledby="news-title">
      <h3 id="news-title">
        {tx("news.title")}{" "}
        {nUnread > 0 && (
          <span class="badge">
            {nUnread} <span class="sr">{tx("news.unread")}</span>
          </span>
        )}
      </h3>
      <Refusal text={error} />
      {found?.length === 0 && <p class="muted">{tx("news.none")}</p>}
      <ul>
        {found?.map((article) => (
          <li key={article.article_id} class="day-row">
            <a
              class="day-open"
              href={`/help/${article.language}/${article.article_id}`}
              target="_blank"
              rel="noopener"
            >
              {article.is_unread ? (
                <strong lang={article.language}>{article.title}</strong>
              ) : (
                <span lang={article.language}>{article.title}</span>
              )}
              <span class="muted">
                {tx(`news.${article.what}`)} · {timeAgo(article.at, now.value, language.value)}
              </span>
            </a>
          </li>
        ))}
      </ul>
      {nUnread > 0 && (
        <button type="button" class="btn quiet small" disabled={busy} onClick={() => void seen()}>
          {tx("news.seen")}
        </button>
      )}
    </section>
  );
}

/** Shown to who proposed something. */
export function OwnProposals() {
  const [found, setFound] = useState<Proposal[]>([]);
  useEffect(() => {
    ownProposals()
      .then(async ({ proposals, n_new }) => {
        setFound(proposals);
        if (n_new > 0) await sawOwnProposals();
      })
      .catch(() => undefined);
  }, []);
  if (found.length === 0) return null;
  return (
    <section class="day-part" aria-labelledby="own-title">
      <h3 id="own-title">
        {tx("own.title")} {found.some(({ is_new }) => is_new) && <span class="badge">{tx("news.new")}</span>}
      </h3>
      <ul>
        {found.map((proposal) => (
          <li key={proposal.id} class="day-row">
            <p class="day-open">
              <span lang={proposal.language}>{proposal.article?.title ?? proposal.text.slice(0, 120)}</span>
              <span class="muted">
                {tx(`own.${proposal.status}`, { name: proposal.decided_by?.name ?? "" })}
                {proposal.answer ? `: ${proposal.answer}` : ""}
              </span>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
