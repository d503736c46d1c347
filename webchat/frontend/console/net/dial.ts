/** The dial over REST: the highest acceptable share of wrong answers, and what each position comes to. */
import { type Answer, call } from "./api";

export type Outcome = "answered" | "clarified" | "other" | "handed_off";
export type Group = "all" | "nl" | "fr" | "en";

export interface Position {
  max_wrong_share: number;
  /** On questions that the model was not fitted on: shares of all of them, `low`–`high` what chance allows. */
  held_out: { n: number; answered: number; wrong: number; low: number; high: number };
  questions: Record<Group, Record<Outcome, number>>;
}

export interface Setting {
  id: number;
  max_wrong_share: number;
  by: { id: string; name: string };
  at: string;
  note: string | null;
}

export interface Dial {
  max_wrong_share: number | null;
  default: number | null;
  certainty: number | null;
  /** Whether the search goes by it already. */
  in_force: boolean;
  version: string;
  history: Setting[];
  /** Last month's questions are those since then. */
  since: string;
  n_questions: number;
  positions: Position[];
  reliability: Partial<Record<Group, { n: number; p: number; right: number; low: number; high: number }[]>>;
  risk_coverage: Partial<Record<Group, { coverage: number; risk: number; threshold: number }[]>>;
}

export const dial = (): Promise<Answer<Dial>> => call<Dial>("GET", "/dial");

export const turnDial = (max_wrong_share: number, note: string, ifMatch: string | null) =>
  call<Dial>("PUT", "/dial", { max_wrong_share, note: note.trim() || null }, ifMatch);
