/** Teams as the console shows them: names in the reader's language, who works in them, what waits for them. */
import type { AgentPresence, ConversationSummary, Team } from "../protocol/wire";
import { language } from "./i18n";
import { state } from "./state/store";

export const teamName = (team: Team): string => team.names[language.value];

/** What a conversation's team is called; nothing where there is only one. */
export function teamOf(conversation: ConversationSummary): string | null {
  const teams = state.value?.teams ?? [];
  const team = teams.find((each) => each.id === conversation.team);
  return team && teams.length > 1 ? teamName(team) : null;
}

/** The team behind a conversation's own, where an agent can escalate to. */
export function behind(teams: readonly Team[], conversation: ConversationSummary): Team | null {
  const own = teams.find((each) => each.id === conversation.team) ?? teams.find((each) => each.is_default);
  return teams.find((each) => each.id === own?.escalates_to) ?? null;
}

/** Who works for a team; who is in none works for the default team. */
export function membersOf(
  team: Team,
  teams: readonly Team[],
  agents: readonly AgentPresence[],
): AgentPresence[] {
  const placed = new Set(teams.flatMap((each) => each.members.map(({ agent_id }) => agent_id)));
  const mine = new Set(team.members.map(({ agent_id }) => agent_id));
  return agents.filter(
    ({ id, role }) => mine.has(id) || (team.is_default && role !== "knowledge_manager" && !placed.has(id)),
  );
}

export const isServing = ({ status }: AgentPresence): boolean =>
  status === "online" || status === "busy" || status === "wrap_up";
