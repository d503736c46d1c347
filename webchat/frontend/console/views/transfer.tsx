/** Give a conversation to a colleague, to a team, or to the team behind its own. */
import { useState } from "preact/hooks";
import type { AgentPresence, ConversationSummary, Team, TransferTo } from "../../protocol/wire";
import { escalate, transfer } from "../actions";
import { t, tn, tOr } from "../i18n";
import { state } from "../state/store";
import { behind, isServing, membersOf, teamName } from "../teams";
import { closeDialog, Dialog, Foot } from "./dialog";

interface Props {
  conversation: ConversationSummary;
  close?: () => void;
}

export function TransferDialog({ conversation, close = closeDialog }: Props) {
  const [to, setTo] = useState<TransferTo | "behind" | null>(null);
  const agents = Object.values(state.value?.agents ?? {});
  const teams = state.value?.teams ?? [];
  const others = agents.filter(({ id, status }) => id !== conversation.agent?.id && status !== "offline");
  const second = behind(teams, conversation);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const note = String(new FormData(event.currentTarget as HTMLFormElement).get("note"));
    if (!to) return;
    const done = to === "behind" ? escalate(conversation.id, note) : transfer(conversation.id, to, note);
    if (await done) close();
  };
  return (
    <Dialog title={t("transfer.title")} close={close}>
      <form onSubmit={(event) => void submit(event)}>
        {second && (
          <label class="option escalate">
            <input type="radio" name="to" checked={to === "behind"} onChange={() => setTo("behind")} />
            <span>{t("transfer.escalate", { team: teamName(second) })}</span>
          </label>
        )}
        <People others={others} chosen={to} choose={(agent) => setTo({ agent })} />
        {teams.length > 1 && (
          <Teams teams={teams} own={conversation.team} choose={(team) => setTo({ team })} />
        )}
        <label>
          {t("transfer.note")}
          <textarea
            name="note"
            rows={3}
            maxLength={4000}
            class="note-field"
            placeholder={t("transfer.note_hint")}
          />
        </label>
        <Foot label={t("action.transfer")} disabled={!to} close={close} />
      </form>
    </Dialog>
  );
}

interface PeopleProps {
  others: AgentPresence[];
  chosen: TransferTo | "behind" | null;
  choose: (agent: string) => void;
}

function People({ others, chosen, choose }: PeopleProps) {
  return (
    <fieldset class="options">
      <legend>{t("transfer.to")}</legend>
      {others.length === 0 && <p class="muted">{t("transfer.nobody")}</p>}
      {others.map((agent) => (
        <label key={agent.id} class="option">
          <input
            type="radio"
            name="to"
            checked={typeof chosen === "object" && chosen?.agent === agent.id}
            onChange={() => choose(agent.id)}
          />
          <span class={`status-dot ${agent.status}`} aria-hidden="true" />
          <span class="colleague-name">{agent.name}</span>
          <span class="muted">{tOr(`presence.${agent.status}`, agent.status)}</span>
          <span class="lang-badges">{agent.languages.map((each) => each.toUpperCase()).join(" ")}</span>
          <span class="load">{t("presence.load", { n: agent.n_chats, of: agent.capacity })}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface TeamsProps {
  teams: readonly Team[];
  own: string | null | undefined;
  choose: (team: string) => void;
}

function Teams({ teams, own, choose }: TeamsProps) {
  const agents = Object.values(state.value?.agents ?? {});
  return (
    <fieldset class="options">
      <legend>{t("transfer.to_team")}</legend>
      {teams
        .filter((team) => team.id !== own)
        .map((team) => (
          <label key={team.id} class="option">
            <input type="radio" name="to" onChange={() => choose(team.id)} />
            <span class="colleague-name">{teamName(team)}</span>
            <span class="muted">{t(`team.line.${team.line}`)}</span>
            <span class="load">
              {tn("team.serving", membersOf(team, teams, agents).filter(isServing).length)}
            </span>
          </label>
        ))}
    </fieldset>
  );
}
