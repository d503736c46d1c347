/** Beside the ticket: articles with the words that fit, cases solved before with their solution. One click puts either in the reply. */
import { useEffect, useState } from "preact/hooks";
import type { ConversationSummary, Language } from "../../protocol/wire";
import { languageName, t } from "../i18n";
import { api } from "../net/api";
import { openDialog, proposing, putInReply, show } from "../screen";
import { isMine } from "../state/select";
import { state } from "../state/store";
import { excerpt } from "../tools/articles";
import { Icon } from "./icons";

interface Article {
  id: string;
  title: string;
  url: string;
  language: Language;
  fallback: boolean;
  passage: string;
  marks: [number, number][];
}

interface Solved {
  ticket_id: string;
  number: string;
  conversation_id: string;
  subject: string;
  solution: string;
  language: Language;
}

interface Suggested {
  language: Language;
  articles: Article[] | null;
  solved: Solved[];
  incidents: Pick<Article, "id" | "title" | "url" | "language">[] | null;
}

export function Suggestions({ conversation }: { conversation: ConversationSummary }) {
  const [found, again] = useSuggested(conversation);
  const mine = isMine(conversation, state.value?.meId ?? "") && conversation.status !== "resolved";
  return (
    <section class="ticket-section suggestions" aria-label={t("suggest.title")}>
      <details open>
        <summary>{t("suggest.title")}</summary>
        <Found found={found} again={again} conversation={conversation} mine={mine} />
      </details>
    </section>
  );
}

interface FoundProps {
  found: Suggested | "failed" | null;
  again: () => void;
  conversation: ConversationSummary;
  mine: boolean;
}

function Found({ found, again, conversation, mine }: FoundProps) {
  return (
    <>
      {found === null && (
        <p class="muted" role="status">
          {t("suggest.busy")}
        </p>
      )}
      {found === "failed" && (
        <p class="muted">
          {t("suggest.failed")}{" "}
          <button type="button" class="link-button" onClick={again}>
            {t("action.try_again")}
          </button>
        </p>
      )}
      {found && found !== "failed" && (
        <>
          {!!found.incidents?.length && (
            <div class="incidents">
              <h4>
                <Icon name="flag" size={14} /> {t("suggest.incidents")}
              </h4>
              <ul>
                {found.incidents.map(({ id, title, url, language: inLanguage }) => (
                  <li key={id} lang={inLanguage}>
                    <a href={url} target="_blank" rel="noreferrer noopener">
                      {title}
                    </a>
                  </li>
                ))}
              </ul>
            </div>
          )}
          <p class="muted">{t("suggest.language", { language: languageName(found.language) })}</p>
          <h4>{t("suggest.articles")}</h4>
          {found.articles === null && <p class="muted">{t("suggest.no_index")}</p>}
          {found.articles?.length === 0 && <p class="muted">{t("suggest.no_articles")}</p>}
          <ul>
            {found.articles?.map((article) => (
              <ArticleView key={article.id} article={article} conversation={conversation} mine={mine} />
            ))}
          </ul>
          <h4>{t("suggest.solved")}</h4>
          {found.solved.length === 0 && <p class="muted">{t("suggest.no_solved")}</p>}
          <ul>
            {found.solved.map((solved) => (
              <SolvedView key={solved.ticket_id} solved={solved} conversation={conversation} mine={mine} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** Asked again when what the ticket is about changes. */
function useSuggested({ id, ticket }: ConversationSummary): [Suggested | "failed" | null, () => void] {
  const [found, setFound] = useState<{ of: string; what: Suggested | "failed" } | null>(null);
  const [attempt, setAttempt] = useState(0);
  const about = ["subject", "description", "topic"].map((name) => ticket?.fields[name]?.value).join("\n");
  const of = `${id}\n${about}`;
  useEffect(() => {
    let isCurrent = true;
    const set = (what: Suggested | "failed") => isCurrent && setFound({ of, what });
    api<Suggested>("GET", `/conversations/${encodeURIComponent(id)}/suggestions`).then(set, () =>
      set("failed"),
    );
    return () => {
      isCurrent = false;
    };
  }, [of, attempt]);
  return [found?.of === of ? found.what : null, () => setAttempt(attempt + 1)];
}

interface ArticleProps {
  article: Article;
  conversation: ConversationSummary;
  mine: boolean;
}

function ArticleView({ article, conversation, mine }: ArticleProps) {
  const { id, title, language: inLanguage, passage } = article;
  return (
    <li class="suggestion">
      <p>
        <Icon name="article" size={14} />{" "}
        <a href={article.url} target="_blank" rel="noreferrer noopener" lang={inLanguage}>
          {title}
        </a>{" "}
        {article.fallback && (
          <span class="badge">{t("complete.only_in", { language: languageName(inLanguage) })}</span>
        )}
      </p>
      <p class="passage" lang={inLanguage}>
        <Marked text={passage} marks={article.marks} />
      </p>
      <p class="suggestion-acts">
        {mine && (
          <button
            type="button"
            class="btn quiet small"
            aria-label={t("suggest.use_named", { title })}
            onClick={() => putInReply(conversation.id, excerpt(passage), { id, title, language: inLanguage })}
          >
            {t("suggest.use")}
          </button>
        )}
        <button
          type="button"
          class="link-button"
          aria-label={t("suggest.wrong_named", { title })}
          onClick={() => {
            proposing.value = { id, title };
            openDialog("propose");
          }}
        >
          {t("suggest.wrong")}
        </button>
      </p>
    </li>
  );
}

interface SolvedProps {
  solved: Solved;
  conversation: ConversationSummary;
  mine: boolean;
}

function SolvedView({ solved, conversation, mine }: SolvedProps) {
  const { number, subject, solution, conversation_id } = solved;
  return (
    <li class="suggestion">
      <p>
        <Icon name="check" size={14} />{" "}
        <button type="button" class="link-button" onClick={() => show(conversation_id)}>
          {number}
        </button>{" "}
        <span lang={solved.language}>{subject}</span>
      </p>
      <p class="passage" lang={solved.language}>
        {solution}
      </p>
      {mine && (
        <p class="suggestion-acts">
          <button
            type="button"
            class="btn quiet small"
            aria-label={t("suggest.use_named", { title: number })}
            onClick={() => putInReply(conversation.id, solution)}
          >
            {t("suggest.use")}
          </button>
          {solved.language !== conversation.language && (
            <span class="badge">{t("complete.only_in", { language: languageName(solved.language) })}</span>
          )}
        </p>
      )}
    </li>
  );
}

/** The passage with the words marked that the question has too: why it was found. */
function Marked({ text, marks }: { text: string; marks: readonly [number, number][] }) {
  // The server counts code points, as Python does.
  const points = [...text];
  const parts = [];
  let from = 0;
  for (const [start, end] of marks) {
    parts.push(points.slice(from, start).join(""));
    parts.push(<mark key={start}>{points.slice(start, end).join("")}</mark>);
    from = end;
  }
  parts.push(points.slice(from).join(""));
  return <>{parts}</>;
}
