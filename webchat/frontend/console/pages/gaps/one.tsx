/** One gap: its questions, how agents solved them, and what can be done about it. */
import { useEffect, useState } from "preact/hooks";
import { dateTime, percent } from "../../format";
import { language } from "../../i18n";
import {
  addQuestions,
  dismissGap,
  gap as fetchGap,
  type GapQuestion,
  makeArticle,
  reopenGap,
  type Solution,
  type WholeGap,
} from "../../net/loop";
import { toast } from "../../screen";
import { Dialog, Foot } from "../../views/dialog";
import { Refusal, useRefusal } from "../../views/refusal";
import { mayManage, TicketLink } from "../loop/parts";
import { tx, txn } from "../loop/texts";
import { go, href } from "../route";
import { Figures } from ".";

const SHOWN = 8;

export function OneGap({ id }: { id: string }) {
  const [gap, setGap] = useState<WholeGap | null>(null);
  const [error, attempt, busy] = useRefusal();
  const load = () => attempt(async () => setGap(await fetchGap(id)));
  useEffect(() => void load(), [id]);
  return (
    <>
      <p>
        <a href={href("gaps")}>{tx("back")}</a>
      </p>
      <Refusal text={error} />
      {gap && (
        <>
          <div class="page-head">
            <h2 lang={gap.language}>{gap.title}</h2>
          </div>
          <Figures gap={gap} />
          <Acts gap={gap} busy={busy} attempt={attempt} load={load} />
          <Questions questions={gap.questions} />
          <Solutions solutions={gap.solutions} />
        </>
      )}
    </>
  );
}

interface ActsProps {
  gap: WholeGap;
  busy: boolean;
  attempt: (work: () => Promise<unknown>) => Promise<void>;
  load: () => Promise<void>;
}

function Acts({ gap, busy, attempt, load }: ActsProps) {
  const [dismissing, setDismissing] = useState(false);
  if (gap.state !== "open") return <Decided gap={gap} busy={busy} attempt={attempt} load={load} />;
  const make = () =>
    attempt(async () => {
      const { article_id } = await makeArticle(gap.id);
      toast(tx("gaps.made"));
      go("articles", article_id);
    });
  const add = (article_id: string) =>
    attempt(async () => {
      const added = await addQuestions(gap.id, article_id);
      toast(txn("gaps.added", added.n_added));
      go("articles", article_id);
    });
  if (!mayManage()) return <p class="muted">{tx("read_only")}</p>;
  return (
    <div class="loop-acts">
      {gap.article ? (
        <section class="loop-act">
          <p>{tx("gaps.draft_waits", { title: gap.article.title })}</p>
          <a class="btn small" href={href("articles", gap.article.article_id)}>
            {tx("gaps.to_draft")}
          </a>
        </section>
      ) : (
        <>
          <section class="loop-act">
            <button type="button" class="btn small" disabled={busy} onClick={() => void make()}>
              {tx("gaps.make")}
            </button>
            <p class="muted">{tx("gaps.make_hint")}</p>
          </section>
          <section class="loop-act">
            {gap.nearest ? (
              <Nearest gap={gap} busy={busy} add={add} />
            ) : (
              <p class="muted">{tx("gaps.no_nearest")}</p>
            )}
          </section>
        </>
      )}
      <button type="button" class="btn quiet small" disabled={busy} onClick={() => setDismissing(true)}>
        {tx("gaps.dismiss")}
      </button>
      {dismissing && (
        <Dismiss
          close={() => setDismissing(false)}
          dismiss={async (reason) => {
            await dismissGap(gap.id, reason);
            toast(tx("gaps.was_dismissed"));
            await load();
          }}
        />
      )}
    </div>
  );
}

function Nearest({ gap, busy, add }: { gap: WholeGap; busy: boolean; add: (id: string) => Promise<void> }) {
  const near = gap.nearest;
  if (!near) return null;
  return (
    <>
      <button type="button" class="btn quiet small" disabled={busy} onClick={() => void add(near.article_id)}>
        {tx("gaps.add")}
      </button>
      <p>
        {tx("gaps.nearest")}
        {tx("colon")}
        <a href={href("articles", near.article_id)} lang={near.language}>
          {near.title}
        </a>{" "}
        <span class="muted">
          ({tx("gaps.nearest_chance", { p: percent(near.p_helps, language.value) })}). {tx("gaps.add_hint")}
        </span>
      </p>
    </>
  );
}

function Decided({ gap, busy, attempt, load }: ActsProps) {
  const reopen = () =>
    attempt(async () => {
      await reopenGap(gap.id);
      toast(tx("gaps.was_reopened"));
      await load();
    });
  return (
    <div class="loop-acts">
      {gap.article && (
        <p>
          {tx("gaps.answered_by", { title: gap.article.title })}{" "}
          <a href={href("articles", gap.article.article_id)}>{tx("open_article")}</a>
        </p>
      )}
      {gap.reason && gap.decided && (
        <p>{tx("gaps.dismissed_by", { name: gap.decided.by.name, reason: gap.reason })}</p>
      )}
      {mayManage() && (
        <button type="button" class="btn quiet small" disabled={busy} onClick={() => void reopen()}>
          {tx("gaps.reopen")}
        </button>
      )}
    </div>
  );
}

function Dismiss({ close, dismiss }: { close: () => void; dismiss: (reason: string) => Promise<void> }) {
  const [reason, setReason] = useState("");
  const [error, attempt, busy] = useRefusal();
  const submit = (event: Event) => {
    event.preventDefault();
    void attempt(async () => {
      await dismiss(reason.trim());
      close();
    });
  };
  return (
    <Dialog title={tx("gaps.dismiss_title")} close={close}>
      <form onSubmit={submit}>
        <label class="loop-field">
          <span>{tx("gaps.dismiss_reason")}</span>
          <textarea
            rows={3}
            maxLength={500}
            required
            value={reason}
            onInput={(e) => setReason(e.currentTarget.value)}
          />
        </label>
        <Refusal text={error} />
        <Foot label={tx("gaps.dismiss")} close={close} disabled={busy || !reason.trim()} />
      </form>
    </Dialog>
  );
}

function Questions({ questions }: { questions: GapQuestion[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? questions : questions.slice(0, SHOWN);
  return (
    <section class="loop-part">
      <h3>{tx("gaps.questions")}</h3>
      <ul class="loop-quotes">
        {shown.map((question) => (
          <li key={`${question.conversation_id}.${question.seq}`}>
            <q lang={question.language}>{question.text}</q>
            <span class="muted">
              {tx(`gaps.what.${question.what}`)} · {dateTime(question.at, language.value)}
              {question.ticket && (
                <>
                  {" · "}
                  <TicketLink ticket={question.ticket} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
      {questions.length > shown.length && (
        <button type="button" class="btn quiet small" onClick={() => setAll(true)}>
          {tx("gaps.all_questions", { n: questions.length })}
        </button>
      )}
    </section>
  );
}

function Solutions({ solutions }: { solutions: Solution[] }) {
  return (
    <section class="loop-part">
      <h3>{tx("gaps.solutions")}</h3>
      {solutions.length === 0 && <p class="muted">{tx("gaps.no_solutions")}</p>}
      <ul class="loop-quotes">
        {solutions.map((solution) => (
          <li key={solution.ticket_id}>
            <blockquote lang={solution.language}>{solution.text}</blockquote>
            <span class="muted">
              {solution.by ? `${solution.by.name} · ` : ""}
              {dateTime(solution.at, language.value)} ·{" "}
              <TicketLink ticket={{ id: solution.ticket_id, number: solution.number }} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
