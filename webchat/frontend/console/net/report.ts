/** The report on a new model (bot/report.py) and the answers that change with it. */
import type { Language } from "../../protocol/wire";
import { api } from "./api";

export type Verdict = "better" | "worse" | "chance" | "same" | "none";
export type Group = "all" | Language;
export type Side = "old" | "new";

export interface Bin {
  n: number;
  p: number;
  right: number;
}

export interface Point {
  coverage: number;
  risk: number;
  threshold: number;
}

export interface Measures {
  accuracy: number;
  macro_f1: number;
  oos: { n: number; recall: number | null };
  wrongly_refused: number | null;
  safety: Record<string, { n: number; recall: number | null }>;
  calibration: { error: number; chance: number; chance_95: number; bins: Bin[] };
  risk_coverage: Point[];
}

export interface Difference {
  old: number;
  new: number;
  low: number;
  high: number;
  verdict: Verdict;
}

export interface MatrixOf {
  /** The confused ones; the last row and column of the matrices are all others together. */
  intents: string[];
  old: number[][] | null;
  new: number[][];
  rest_wrong: Partial<Record<Side, number>>;
}

export interface GroupReport {
  n: number;
  old: Measures | null;
  new: Measures | null;
  differences: Partial<Record<string, Difference | null>>;
  matrix: MatrixOf | null;
}

export interface Said {
  intent: string;
  confidence: number;
}

export interface ChangedIntent {
  id: string;
  text: string;
  language: Language;
  source: string;
  truth: string | null;
  old: Said;
  new: Said;
  effect: "fixed" | "broken" | "other";
}

export interface Confusion {
  truth: string;
  said: string;
  old: Partial<Record<Language, number>>;
  new: Partial<Record<Language, number>>;
  questions: { id: string; text: string; language: Language; side: Side }[];
}

export interface Warning {
  code: string;
  params: Record<string, unknown>;
}

export interface Report {
  has_old: boolean;
  intents_new: string[];
  /** `labels`: of what the team labelled, apart; older reports have none. */
  verdict: Record<Group | "safety", Verdict> & { labels?: Verdict; fixed: number; broken: number };
  groups: Record<Group, GroupReport>;
  sources: Record<string, { n: number; old_right: number | null; new_right: number | null }>;
  confusions: Confusion[];
  changes: ChangedIntent[];
  warnings: Warning[];
}

export interface ArticleRef {
  article_id: string;
  family: string;
  title: string;
}

export interface BotAnswer {
  action: string;
  reason: string | null;
  article: ArticleRef | null;
  meanings: string[];
  p_helps: number | null;
}

export interface ChangedAnswer {
  id: string;
  text: string;
  language: Language;
  source: string;
  truth: ArticleRef | null;
  old: BotAnswer;
  new: BotAnswer;
  effect: "lost" | "won" | "other";
}

export interface Answers {
  state: "waiting" | "comparing" | "unavailable" | "failed" | "done" | "nothing";
  done: number;
  total: number;
  n_changed: number;
  lost: number;
  won: number;
  changed: ChangedAnswer[];
}

export const report = (run: string) => api<Report>("GET", `/training-runs/${run}/report`);
export const answers = (run: string) => api<Answers>("GET", `/training-runs/${run}/answers`);
