/** Managers' reports over REST. The server says what each figure is called and means: files have the same words. */
import type { Language } from "../../protocol/wire";
import { api } from "./api";

export type Unit = "count" | "share" | "seconds" | "score";

export interface Figure {
  key: string;
  group: string;
  group_label: string;
  unit: Unit;
  label: string;
  definition: string;
  value: number | null;
  before: number | null;
  difference: number | null;
  /** Of how many it was taken; null for a count. */
  n: number | null;
}

export interface Day {
  day: string;
  closed: boolean;
  /** Not over yet. */
  unfinished: boolean;
  conversations: number;
  before: number;
  solved: number;
  handed_off: number;
  user: number;
  bot: number;
  agent: number;
}

export interface Group {
  conversations: number;
  before: number;
  solved: number;
  handed_off: number;
  unhelped: number;
  solved_share: number | null;
  handed_off_share: number | null;
}

export interface Problem {
  family: string | null;
  title: string;
  topic: string | null;
}

export interface Person {
  id: string;
  name: string;
  chats: number;
  seconds: number;
}

export interface TeamLoad {
  team: string | null;
  label: string;
  tickets: number;
  before: number;
  first_response_median: number | null;
  sla_first_response: number | null;
  chats: number;
  chats_before: number;
  seconds: number;
  people: Person[] | null;
}

export interface Report {
  period: { from: string; to: string };
  before: { from: string; to: string };
  time_zone: string;
  as_of: string;
  /** Conversations that are not counted as they are now; they follow within minutes. */
  behind: number;
  figures: Figure[];
  days: Day[];
  hours: number[][];
  reasons: { key: string; label: string; n: number; before: number; share: number | null }[];
  languages: (Group & { key: Language; label: string })[];
  problems: (Problem & Group)[];
  new: (Problem & { n: number; before: number; chance: number })[];
  teams: TeamLoad[];
  choices: { teams: { id: string; names: Record<Language, string> }[]; topics: string[]; sites: string[] };
}

export const report = (query: string) => api<Report>("GET", `/reports?${query}`);
