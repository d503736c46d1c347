/** Ask the bot: what it would find for a question if this text were published, how sure it would be, how it would begin. */
import { useState } from "preact/hooks";
import { percent } from "../../format";
import { language } from "../../i18n";
import { type Asked, askDraft, type Hit } from "../../net/knowledge";
import { Refusal, useRefusal } from "../../views/refusal";
import { explain } from "./new";
import { Rich, wordsOf } from "./preview";
import { frontOf, listOf, wordOf } from "./text/front";
import { start } from "./text/walk";
import { tx } from "./texts";
import type { Work } from "./work";

export function Ask({ work }: { work: Work }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [error, attempt, busy] = useRefusal(explain);
  const front = frontOf(work.text.value);
  const [question, setQuestion] = useState(() => listOf(front, "questions")[0] ?? wordOf(front, "sign"));
  const { language: of } = work.row.value;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void attempt(async () =>
      setAsked(await askDraft({ markdown: work.text.peek(), question: question.trim(), language: of })),
    );
  };
  return (
    <div class="ask">
      <p class="muted">{tx("ask.hint")}</p>
      <form onSubmit={submit}>
        <label>
          {tx("ask.question")}
          <textarea
            rows={2}
            required
            maxLength={1000}
            lang={of}
            value={question}
            onInput={(event) => setQuestion(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
              event.preventDefault();
              event.currentTarget.form?.requestSubmit();
            }}
          />
        </label>
        <button type="submit" class="btn small" disabled={busy || question.trim() === ""}>
          {tx("ask.ask")}
        </button>
      </form>
      <Refusal text={error} />
      <div role="status">{asked && <Answer asked={asked} work={work} />}</div>
    </div>
  );
}

function Answer({ asked, work }: { asked: Asked; work: Work }) {
  const [best] = asked.results;
  if (!best) return <p>{tx("ask.nothing")}</p>;
  const { answer, ask } = asked.thresholds;
  const does = best.p_helps >= answer ? "answers" : best.p_helps >= ask ? "asks" : "hands_off";
  return (
    <>
      <p class={`ask-verdict ${best.is_draft ? does : "other"}`}>
        <strong>{tx(best.is_draft ? "ask.found_this" : "ask.found_other", { title: best.title })}</strong>{" "}
        {tx(`ask.${does}`)}
      </p>
      <p>
        {tx(`ask.p_${sureness(best.p_helps)}`)}{" "}
        {tx("ask.p_number", { p: percent(best.p_helps, language.value) })}{" "}
        <span class="muted">{tx("ask.p_explained", { p: percent(answer, language.value) })}</span>
      </p>
      <h4>{tx("ask.begins")}</h4>
      <blockquote class="ask-begins" lang={best.language}>
        <Rich text={beginning(best, work)} />
      </blockquote>
      <h4>{tx("ask.found")}</h4>
      <ol class="ask-hits">
        {asked.results.map((hit) => (
          <li key={hit.article_id}>
            <span lang={hit.language}>{hit.title}</span>
            {hit.is_draft && <span class="badge">{tx("ask.this")}</span>}
            <span class="muted"> {percent(hit.p_helps, language.value)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

function sureness(p: number): "high" | "fair" | "low" | "poor" {
  return p >= 0.85 ? "high" : p >= 0.6 ? "fair" : p >= 0.3 ? "low" : "poor";
}

/** Of this text as the bot begins it; of another article the passage that was found. */
function beginning(hit: Hit, work: Work): string {
  const article = work.checked.peek()?.article;
  if (!hit.is_draft || !article) return hit.passage;
  const [first] = start(article, { expert: false }).messages;
  return first ? wordsOf(first, article.language) : hit.passage;
}
