/** The desk at a glance for who leads it: people, the queue of each team, chats in hand, abuse, what to review. */
import { useState } from "preact/hooks";
import type { AgentPresence, ConversationSummary, Team } from "../../../protocol/wire";
import { transfer } from "../../actions";
import { waitingTime } from "../../format";
import { t, tn, tOr } from "../../i18n";
import { show } from "../../screen";
import { now, agent as signedIn, state } from "../../state/store";
import { customerName, subjectOf } from "../../summary";
import { isServing, membersOf, teamName } from "../../teams";
import { DueMark } from "../../views/due";
import { PriorityMark } from "../../views/row";
import { Head, TableWrap } from "../../views/table";
import { TransferDialog } from "../../views/transfer";
import { ReviewDialog } from "../reviews/write";
import { Reports } from "./reports";
import "./supervisor.css";

type Open = { what: "move" | "review"; conversation: ConversationSummary } | null;

export default function Supervisor() {
  const [open, setOpen] = useState<Open>(null);
  const all = Object.values(state.value?.conversations ?? {});
  const close = () => setOpen(null);
  const move = (conversation: ConversationSummary) => setOpen({ what: "move", conversation });
  return (
    <>
      <div class="page-head">
        <h2>{t("nav.supervisor")}</h2>
      </div>
      <Queues waiting={all.filter(({ owner }) => owner === "queue")} move={move} />
      <People />
      <InHand chats={all.filter(({ owner }) => owner === "agent")} move={move} />
      <Reports />
      <Resolved
        chats={all.filter(({ status }) => status === "resolved")}
        review={(conversation) => setOpen({ what: "review", conversation })}
      />
      {open?.what === "move" && <TransferDialog conversation={open.conversation} close={close} />}
      {open?.what === "review" && <ReviewDialog conversation={open.conversation} close={close} />}
    </>
  );
}

interface QueuesProps {
  waiting: ConversationSummary[];
  move: (conversation: ConversationSummary) => void;
}

function Queues({ waiting, move }: QueuesProps) {
  const teams = state.value?.teams ?? [];
  const of = (team: Team) =>
    waiting
      .filter((c) => c.team === team.id || (team.is_default && !teams.some(({ id }) => id === c.team)))
      .sort((a, b) => since(a) - since(b));
  return (
    <section class="lead-part" aria-labelledby="lead-queue">
      <h3 id="lead-queue">{t("lead.queue")}</h3>
      {teams.map((team) => (
        <Queue key={team.id} team={team} waiting={of(team)} move={move} />
      ))}
    </section>
  );
}

function Queue({ team, waiting, move }: QueuesProps & { team: Team }) {
  const members = membersOf(team, state.value?.teams ?? [], Object.values(state.value?.agents ?? {}));
  return (
    <section class="lead-queue" aria-label={teamName(team)}>
      <h4>
        {teamName(team)}
        <span class="badge">{tn("lead.waiting", waiting.length)}</span>
        <span class="muted">{tn("team.serving", members.filter(isServing).length)}</span>
      </h4>
      {waiting.length > 0 && (
        <TableWrap label={t("lead.table", { name: teamName(team) })}>
          <table class="table cards">
            <Head
              names={["lead.wait", "lead.conversation", "lead.promise", "lead.offered_to"]}
              acts="lead.acts"
            />
            <tbody>
              {waiting.map((each) => (
                <tr key={each.id}>
                  <td data-label={t("lead.wait")} class="number">
                    {waitingTime((now.value - since(each)) / 1000)}
                  </td>
                  <About conversation={each} />
                  <td data-label={t("lead.promise")}>
                    <span class="lead-promise">
                      {each.ticket && <PriorityMark priority={each.ticket.priority} withWord />}
                      {each.ticket && <DueMark ticket={each.ticket} />}
                    </span>
                  </td>
                  <td data-label={t("lead.offered_to")}>
                    {state.value?.agents[each.offer?.agent_id ?? ""]?.name ?? "–"}
                  </td>
                  <Acts conversation={each} move={move} />
                </tr>
              ))}
            </tbody>
          </table>
        </TableWrap>
      )}
    </section>
  );
}

const ORDER = { online: 0, wrap_up: 1, busy: 2, break: 3, away: 4, offline: 5 } as const;

function People() {
  const teams = state.value?.teams ?? [];
  const agents = Object.values(state.value?.agents ?? {}).sort(
    (a, b) => ORDER[a.status] - ORDER[b.status] || a.name.localeCompare(b.name),
  );
  const teamsOf = (one: AgentPresence) =>
    teams.filter((team) => membersOf(team, teams, [one]).length > 0).map(teamName);
  return (
    <section class="lead-part" aria-labelledby="lead-people">
      <h3 id="lead-people">{t("lead.people")}</h3>
      <TableWrap label={t("lead.table", { name: t("lead.people") })}>
        <table class="table cards">
          <Head names={["lead.name", "lead.status", "nav.teams", "presence.languages_short", "lead.load"]} />
          <tbody>
            {agents.map((each) => (
              <tr key={each.id}>
                <td>
                  <strong>{each.name}</strong>
                </td>
                <td data-label={t("lead.status")}>
                  <span class={`status-dot ${each.status}`} aria-hidden="true" />{" "}
                  {tOr(`presence.${each.status}`, each.status)}
                </td>
                <td data-label={t("nav.teams")}>{teamsOf(each).join(", ") || "–"}</td>
                <td data-label={t("presence.languages_short")}>{each.languages.join(" ").toUpperCase()}</td>
                <td data-label={t("lead.load")}>
                  <meter min={0} max={each.capacity} value={each.n_chats} aria-hidden="true" />{" "}
                  {t("presence.load", { n: each.n_chats, of: each.capacity })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableWrap>
    </section>
  );
}

interface ChatsProps {
  chats: ConversationSummary[];
}

function InHand({ chats, move }: ChatsProps & { move: (conversation: ConversationSummary) => void }) {
  const sorted = [...chats].sort((a, b) => (a.agent?.name ?? "").localeCompare(b.agent?.name ?? ""));
  return (
    <section class="lead-part" aria-labelledby="lead-chats">
      <h3 id="lead-chats">{t("lead.in_hand")}</h3>
      {chats.length === 0 && <p class="muted">{t("lead.none")}</p>}
      {chats.length > 0 && (
        <TableWrap label={t("lead.table", { name: t("lead.in_hand") })}>
          <table class="table cards">
            <Head names={["lead.agent", "lead.conversation", "lead.promise"]} acts="lead.acts" />
            <tbody>
              {sorted.map((each) => (
                <tr key={each.id}>
                  <td data-label={t("lead.agent")}>{each.agent?.name}</td>
                  <About conversation={each} />
                  <td data-label={t("lead.promise")}>
                    <span class="lead-promise">
                      {each.status === "snoozed" && t("status.snoozed")}
                      {each.ticket && <DueMark ticket={each.ticket} />}
                    </span>
                  </td>
                  <Acts conversation={each} move={move} />
                </tr>
              ))}
            </tbody>
          </table>
        </TableWrap>
      )}
    </section>
  );
}

function Resolved({ chats, review }: ChatsProps & { review: (conversation: ConversationSummary) => void }) {
  const newest = [...chats].sort((a, b) => b.updated_at.localeCompare(a.updated_at)).slice(0, 20);
  return (
    <section class="lead-part" aria-labelledby="lead-resolved">
      <h3 id="lead-resolved">{t("lead.resolved")}</h3>
      {newest.length === 0 && <p class="muted">{t("lead.none")}</p>}
      {newest.length > 0 && (
        <TableWrap label={t("lead.table", { name: t("lead.resolved") })}>
          <table class="table cards">
            <Head names={["lead.conversation", "lead.rating"]} acts="lead.acts" />
            <tbody>
              {newest.map((each) => (
                <tr key={each.id}>
                  <About conversation={each} />
                  <td data-label={t("lead.rating")}>{each.rating ? `${each.rating} / 5` : "–"}</td>
                  <td>
                    <button
                      type="button"
                      class="btn quiet small"
                      aria-label={t("review.write_named", { name: customerName(each) })}
                      onClick={() => review(each)}
                    >
                      {t("review.write")}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableWrap>
      )}
    </section>
  );
}

function About({ conversation }: { conversation: ConversationSummary }) {
  return (
    <td>
      <button type="button" class="link" onClick={() => show(conversation.id)}>
        {conversation.ticket?.number ?? customerName(conversation)}
      </button>{" "}
      <span class="badge lang">{conversation.language.toUpperCase()}</span>{" "}
      <span lang={conversation.language}>{subjectOf(conversation)}</span>
    </td>
  );
}

function Acts({ conversation, move }: { conversation: ConversationSummary; move: QueuesProps["move"] }) {
  const me = signedIn.value?.id ?? "";
  const name = conversation.ticket?.number ?? customerName(conversation);
  const takeOver = async () => {
    if (await transfer(conversation.id, { agent: me }, "")) show(conversation.id);
  };
  return (
    <td>
      <span class="lead-acts">
        {conversation.agent?.id !== me && (
          <button
            type="button"
            class="btn quiet small"
            aria-label={t("lead.take_over_named", { name })}
            onClick={() => void takeOver()}
          >
            {t("lead.take_over")}
          </button>
        )}
        <button
          type="button"
          class="btn quiet small"
          aria-label={t("lead.move_named", { name })}
          onClick={() => move(conversation)}
        >
          {t("lead.move")}
        </button>
      </span>
    </td>
  );
}

const since = (conversation: ConversationSummary): number =>
  Date.parse(conversation.queued_at ?? conversation.updated_at);
