/** What agents propose and readers remark: taken up, or answered. */
import { useEffect, useState } from "preact/hooks";
import { dateTime } from "../../format";
import { language, t } from "../../i18n";
import {
  acceptProposal,
  declineProposal,
  handledVote,
  type Proposal,
  type ProposalStatus,
  proposals,
  type Vote,
  votes,
} from "../../net/loop";
import { toast } from "../../screen";
import { Dialog, Foot } from "../../views/dialog";
import { Refusal, useRefusal } from "../../views/refusal";
import { Choice, Empty, mayManage, TicketLink } from "../loop/parts";
import { tx } from "../loop/texts";
import { go, href } from "../route";

const STATES: readonly ProposalStatus[] = ["open", "done", "dropped"];

export default function Proposals() {
  const [status, setStatus] = useState<ProposalStatus>("open");
  const [found, setFound] = useState<Proposal[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const [declining, setDeclining] = useState<Proposal | null>(null);
  const [error, attempt, busy] = useRefusal();
  const load = (after: string | null) =>
    attempt(async () => {
      const page = await proposals(status, after);
      setFound((known) => (after ? [...(known ?? []), ...page.proposals] : page.proposals));
      setNext(page.next);
    });
  useEffect(() => {
    setFound(null);
    void load(null);
  }, [status]);
  const accept = (proposal: Proposal) =>
    attempt(async () => {
      const { article_id } = await acceptProposal(proposal.id);
      go("articles", article_id);
    });
  return (
    <>
      <div class="page-head">
        <h2>{t("nav.proposals")}</h2>
      </div>
      <p class="page-hint muted">{tx("proposals.hint")}</p>
      <Choice
        label="proposals.status"
        of={STATES}
        chosen={status}
        text={(each) => tx(`proposals.${each}`)}
        choose={setStatus}
      />
      <Refusal text={error} />
      {found?.length === 0 && <Empty>{tx(`proposals.none.${status}`)}</Empty>}
      <ul class="loop-list">
        {found?.map((proposal) => (
          <li key={proposal.id} class="loop-card">
            <One proposal={proposal} />
            {proposal.status === "open" && mayManage() && (
              <p class="loop-buttons">
                <button type="button" class="btn small" disabled={busy} onClick={() => void accept(proposal)}>
                  {tx(proposal.kind === "article_wrong" ? "proposals.accept_wrong" : "proposals.accept_new")}
                </button>
                <button type="button" class="btn quiet small" onClick={() => setDeclining(proposal)}>
                  {tx("proposals.decline")}
                </button>
              </p>
            )}
          </li>
        ))}
      </ul>
      {next && (
        <button type="button" class="btn quiet small" disabled={busy} onClick={() => void load(next)}>
          {tx("more")}
        </button>
      )}
      {status === "open" && <Votes />}
      {declining && (
        <Decline
          proposal={declining}
          close={() => setDeclining(null)}
          done={() => {
            setDeclining(null);
            void load(null);
          }}
        />
      )}
    </>
  );
}

function One({ proposal }: { proposal: Proposal }) {
  const { article, ticket } = proposal;
  return (
    <>
      <h3>{tx(`proposals.kind.${proposal.kind}`)}</h3>
      <blockquote lang={proposal.language}>{proposal.text}</blockquote>
      <p class="loop-figures muted">
        <span>
          {tx("proposals.by", {
            name: proposal.by.name,
            at: dateTime(proposal.created_at, language.value),
          })}
        </span>
        {article && <a href={href("articles", article.article_id)}>{article.title}</a>}
        {ticket && <TicketLink ticket={ticket} />}
      </p>
      {proposal.decided_by && proposal.decided_at && (
        <p>
          {proposal.answer && <>{tx("proposals.answer", { answer: proposal.answer })} </>}
          {proposal.made_article_id && (
            <a href={href("articles", proposal.made_article_id)}>{tx("open_article")}</a>
          )}{" "}
          <span class="muted">
            {tx("proposals.decided", {
              name: proposal.decided_by.name,
              at: dateTime(proposal.decided_at, language.value),
            })}
          </span>
        </p>
      )}
    </>
  );
}

function Decline({ proposal, close, done }: { proposal: Proposal; close: () => void; done: () => void }) {
  const [answer, setAnswer] = useState("");
  const [error, attempt, busy] = useRefusal();
  const { name } = proposal.by;
  const submit = (event: Event) => {
    event.preventDefault();
    void attempt(async () => {
      await declineProposal(proposal.id, answer.trim());
      toast(tx("proposals.declined", { name }));
      done();
    });
  };
  return (
    <Dialog title={tx("proposals.decline_title")} close={close}>
      <form onSubmit={submit}>
        <label class="loop-field">
          <span>{tx("proposals.decline_word", { name })}</span>
          <textarea
            rows={3}
            maxLength={500}
            required
            value={answer}
            onInput={(e) => setAnswer(e.currentTarget.value)}
          />
        </label>
        <Refusal text={error} />
        <Foot label={tx("proposals.decline")} close={close} disabled={busy || !answer.trim()} />
      </form>
    </Dialog>
  );
}

function Votes() {
  const [found, setFound] = useState<Vote[] | null>(null);
  const [next, setNext] = useState<number | null>(null);
  const [error, attempt, busy] = useRefusal();
  const load = (before: number | null) =>
    attempt(async () => {
      const page = await votes(before);
      setFound((known) => (before ? [...(known ?? []), ...page.votes] : page.votes));
      setNext(page.next);
    });
  useEffect(() => void load(null), []);
  const handle = (vote: Vote) =>
    attempt(async () => {
      await handledVote(vote.id);
      setFound((known) => known?.filter((each) => each.id !== vote.id) ?? null);
    });
  return (
    <section class="loop-part">
      <h3>{tx("votes.title")}</h3>
      <Refusal text={error} />
      {found?.length === 0 && <Empty>{tx("votes.none")}</Empty>}
      <ul class="loop-list">
        {found?.map((vote) => (
          <li key={vote.id} class="loop-card">
            <h4>{tx(`votes.reason.${vote.reason ?? "none"}`)}</h4>
            {vote.text && <blockquote lang={vote.language}>{vote.text}</blockquote>}
            <p class="loop-figures muted">
              <a href={href("articles", vote.article_id)} lang={vote.language}>
                {vote.title ?? vote.article_id}
              </a>
              <span>{dateTime(vote.at, language.value)}</span>
            </p>
            {mayManage() && (
              <button type="button" class="btn quiet small" disabled={busy} onClick={() => void handle(vote)}>
                {tx("votes.handled")}
              </button>
            )}
          </li>
        ))}
      </ul>
      {next && (
        <button type="button" class="btn quiet small" disabled={busy} onClick={() => void load(next)}>
          {tx("more")}
        </button>
      )}
    </section>
  );
}
