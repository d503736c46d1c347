/** Every stored question whose answer changes: old beside new, the ones that were good first. */
import { useState } from "preact/hooks";
import type { BotAnswer, ChangedAnswer, Answers as Found, Group } from "../../../net/report";
import { Refusal } from "../../../views/refusal";
import { Columns, TableWrap } from "../../../views/table";
import { href } from "../../route";
import { t, tn, tOr } from "../texts";

const FIRST = 10;
const ORDER = { lost: 0, won: 1, other: 2 };

interface Props {
  answers: Found | null;
  group: Group;
  error: string | null;
}

export function Answers({ answers, group, error }: Props) {
  return (
    <div class="training-part">
      <h3>{t("answers.title")}</h3>
      <p class="muted">{t("answers.means")}</p>
      <Refusal text={answers ? null : error} />
      {answers &&
        (answers.state === "done" ? <Changed answers={answers} group={group} /> : <Waiting of={answers} />)}
    </div>
  );
}

function Waiting({ of }: { of: Found }) {
  return (
    <>
      <p role="status">{tOr(`answers.${of.state}`, t("answers.waiting"))}</p>
      {of.state === "comparing" && (
        <>
          <progress
            class="training-bar"
            value={of.done}
            max={Math.max(1, of.total)}
            aria-label={t("answers.progress")}
          />
          <p class="muted">{t("answers.so_far", { done: of.done, total: of.total })}</p>
        </>
      )}
    </>
  );
}

function Changed({ answers, group }: { answers: Found; group: Group }) {
  const [all, setAll] = useState(false);
  const mine = answers.changed
    .filter((each) => group === "all" || each.language === group)
    .sort((a, b) => ORDER[a.effect] - ORDER[b.effect]);
  const shown = all ? mine : mine.slice(0, FIRST);
  if (mine.length === 0) return <p class="empty">{tn("answers.none", answers.total)}</p>;
  return (
    <>
      <p>{t("answers.found", { n: mine.length, of: answers.total })}</p>
      <TableWrap label={t("answers.title")}>
        <table class="table cards">
          <Columns
            words={[
              t("changed.question"),
              t("answers.right"),
              t("figures.now"),
              t("figures.new"),
              t("figures.verdict"),
            ]}
          />
          <tbody>
            {shown.map((each) => (
              <Line key={each.id} row={each} />
            ))}
          </tbody>
        </table>
      </TableWrap>
      {mine.length > FIRST && (
        <button
          type="button"
          class="btn quiet small training-more"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? t("list.fewer") : tn("list.all", mine.length)}
        </button>
      )}
    </>
  );
}

function Line({ row }: { row: ChangedAnswer }) {
  return (
    <tr>
      <td>
        <span lang={row.language}>{row.text}</span>
        <p class="training-meaning">{t(row.source === "asked" ? "changed.asked" : "changed.known")}</p>
      </td>
      <td data-label={t("answers.right")}>
        {row.truth ? (
          <ArticleLink article={row.truth} language={row.language} />
        ) : (
          t(row.source === "asked" ? "answers.unknown" : "answers.no_article")
        )}
      </td>
      <td data-label={t("figures.now")}>
        <Does answer={row.old} language={row.language} />
      </td>
      <td data-label={t("figures.new")}>
        <Does answer={row.new} language={row.language} />
      </td>
      <td data-label={t("figures.verdict")}>
        <span class={`training-pill ${row.effect}`}>{t(`answers.effect.${row.effect}`)}</span>
      </td>
    </tr>
  );
}

function Does({ answer, language }: { answer: BotAnswer; language: string }) {
  if (answer.action === "answer" && answer.article) {
    return (
      <>
        {t("does.answer")} <ArticleLink article={answer.article} language={language} />
      </>
    );
  }
  if (answer.action === "ask" && answer.meanings.length > 0) {
    return (
      <>
        {t("does.ask_which")}
        <ul class="training-meanings" lang={language}>
          {answer.meanings.map((meaning) => (
            <li key={meaning}>{meaning}</li>
          ))}
        </ul>
      </>
    );
  }
  if (answer.action === "handoff") {
    return (
      <>
        {t("does.handoff")} <span class="muted">{tOr(`does.because.${answer.reason}`, "")}</span>
      </>
    );
  }
  return <>{tOr(`does.${answer.action}`, answer.action)}</>;
}

function ArticleLink({
  article,
  language,
}: {
  article: { article_id: string; title: string };
  language: string;
}) {
  return (
    <a href={href("articles", article.article_id)} lang={language}>
      {article.title}
    </a>
  );
}
