/** The desk's rules and teams over REST; an edit names the version it is based on. */
import type { Team } from "../../protocol/wire";
import { api, call } from "./api";

export interface Words {
  nl: string;
  fr: string;
  en: string;
}

export type Level = "low" | "medium" | "high";
export type Priority = Level | "urgent";
export type Day = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";

/** The documents by name, as `webchat/documents.py` has them. */
export interface Documents {
  hours: {
    time_zone: string;
    weekly: Record<Day, string[]>;
    holiday_country: string | null;
    closed_on: string[];
  };
  sla: {
    targets: Record<Priority, { first_response_min: number; resolution_min: number }>;
    warning_share: number;
  };
  priority_matrix: Record<Level, Record<Level, Priority>>;
  routing: Record<
    "offer_timeout_s" | "grace_s" | "wrap_up_s" | "max_chats" | "widen_after_s" | "handling_time_s",
    number
  >;
  escalation: { priorities: Priority[]; topics: string[]; waiting_s: number | null };
  takeover: { link_template: string | null };
  abuse: { warnings: number; contact: Words };
  checklist: { items: { id: string; words: Words }[] };
}

export type Name = keyof Documents;

export interface Stored<N extends Name> {
  name: N;
  value: Documents[N];
  version: string;
  updated_at: string | null;
  updated_by: string | null;
}

export const readSetting = <N extends Name>(name: N) => api<Stored<N>>("GET", `/settings/${name}`);

export async function writeSetting<N extends Name>(
  name: N,
  value: Documents[N],
  version: string,
): Promise<Stored<N>> {
  return (await call<Stored<N>>("PUT", `/settings/${name}`, value, `"${version}"`)).body;
}

/** All that an editor of a team fills in. */
export type TeamFacts = Omit<Team, "id" | "is_default">;

export async function readTeam(id: string): Promise<{ team: Team; version: string | null }> {
  const { body, etag } = await call<{ team: Team }>("GET", `/teams/${encodeURIComponent(id)}`);
  return { team: body.team, version: etag };
}

export const createTeam = (facts: TeamFacts) => api("POST", "/teams", facts);
export const writeTeam = (id: string, facts: TeamFacts, version: string | null) =>
  call("PUT", `/teams/${encodeURIComponent(id)}`, facts, version);
export const archiveTeam = (id: string, version: string | null) =>
  call("DELETE", `/teams/${encodeURIComponent(id)}`, undefined, version);
