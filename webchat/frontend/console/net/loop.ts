/** Gaps, proposals, incidents and the effect of fixes over REST (docs/gaps.md, docs/incidents.md). */
import type { Language } from "../../protocol/wire";
import { type Answer, api, call } from "./api";

export interface Person {
  id: string;
  name: string;
}
export interface TicketRef {
  id: string;
  number: string;
}
export type Words = Record<Language, string>;
export type Counted = Partial<Record<Language, number>>;

// --- gaps ----------------------------------------------------------------------------------------------

export type GapState = "open" | "dismissed" | "closed";
export interface Gap {
  id: string;
  state: GapState;
  title: string;
  language: Language;
  n: number;
  n_recent: number;
  n_before: number;
  languages: Counted;
  n_handed_off: number;
  n_not_helped: number;
  n_solved: number;
  last_at: string;
  nearest: { article_id: string; title: string; language: Language; p_helps: number } | null;
  article: { article_id: string; title: string } | null;
  reason: string | null;
  decided: { by: Person; at: string } | null;
}
export interface GapQuestion {
  conversation_id: string;
  seq: number;
  text: string;
  language: Language;
  at: string;
  what: "handed_off" | "not_helped" | "no_answer";
  ticket: TicketRef | null;
}
export interface Solution {
  ticket_id: string;
  number: string;
  language: Language;
  text: string;
  by: Person | null;
  at: string;
}
export interface WholeGap extends Gap {
  questions: GapQuestion[];
  solutions: Solution[];
}

export const gaps = (state: GapState): Promise<{ gaps: Gap[]; counts: Record<GapState, number> }> =>
  api("GET", `/gaps?state=${state}`);
export const gap = (id: string): Promise<WholeGap> => api("GET", `/gaps/${id}`);
export const gatherGaps = (): Promise<void> => api("POST", "/gaps/gather");
export const makeArticle = (id: string): Promise<{ article_id: string }> =>
  api("POST", `/gaps/${id}/article`);
export const addQuestions = (
  id: string,
  article_id: string,
): Promise<{ article_id: string; n_added: number }> => api("POST", `/gaps/${id}/questions`, { article_id });
export const dismissGap = (id: string, reason: string): Promise<Gap> =>
  api("POST", `/gaps/${id}/dismiss`, { reason });
export const reopenGap = (id: string): Promise<Gap> => api("POST", `/gaps/${id}/reopen`);

// --- proposals -----------------------------------------------------------------------------------------

export type ProposalStatus = "open" | "done" | "dropped";
export interface Proposal {
  id: string;
  kind: "article_wrong" | "new_article";
  status: ProposalStatus;
  language: Language;
  text: string;
  ticket: TicketRef | null;
  article: { article_id: string; title: string } | null;
  made_article_id: string | null;
  answer: string | null;
  by: Person;
  created_at: string;
  decided_by: Person | null;
  decided_at: string | null;
  is_new?: boolean;
}
export interface Vote {
  id: number;
  article_id: string;
  title: string | null;
  language: Language;
  reason: "wrong" | "unclear" | "incomplete" | "other_problem" | null;
  text: string;
  at: string;
}

export const proposals = (
  status: ProposalStatus,
  after: string | null,
): Promise<{ proposals: Proposal[]; next: string | null }> =>
  api("GET", `/proposals?status=${status}${after ? `&after=${after}` : ""}`);
export const acceptProposal = (id: string): Promise<{ proposal: Proposal; article_id: string }> =>
  api("POST", `/proposals/${id}/accept`);
export const declineProposal = (id: string, answer: string): Promise<{ proposal: Proposal }> =>
  api("POST", `/proposals/${id}/decline`, { answer });
export const ownProposals = (): Promise<{ proposals: Proposal[]; n_new: number }> =>
  api("GET", "/proposals/mine?limit=10");
export const sawOwnProposals = (): Promise<void> => api("POST", "/proposals/mine/seen");
export const votes = (before: number | null): Promise<{ votes: Vote[]; next: number | null }> =>
  api("GET", `/article-votes?status=open${before ? `&before=${before}` : ""}`);
export const handledVote = (id: number): Promise<void> => api("POST", `/article-votes/${id}/handled`);

// --- what is new ---------------------------------------------------------------------------------------

export interface News {
  article_id: string;
  title: string;
  language: Language;
  what: "new" | "changed";
  at: string;
  is_unread: boolean;
}
export const news = (): Promise<{ articles: News[]; n_unread: number }> => api("GET", "/knowledge-news");
export const sawNews = (): Promise<void> => api("POST", "/knowledge-news/seen");

// --- incidents -----------------------------------------------------------------------------------------

export interface Signal {
  id: string;
  family: string | null;
  n: number;
  usual: number | null;
  window_min: number;
  first_at: string;
  last_at: string;
  languages: Counted;
  examples: { conversation_id: string; seq: number; text: string; language: Language }[];
}
export interface Declaration {
  title: Words;
  text: Words;
  families: string[];
}
export interface Incident extends Declaration {
  id: string;
  state: "open" | "over";
  end_text: Words | null;
  since: string;
  declared_by: Person;
  ended_at: string | null;
  ended_by: Person | null;
  n_reports: number;
  n_told: number;
  n_told_over: number;
  n_tickets: number;
  ticket: TicketRef | null;
  version: number;
}

export const signals = (): Promise<{ signals: Signal[] }> => api("GET", "/incident-signals");
export const dismissSignal = (id: string): Promise<void> => api("POST", `/incident-signals/${id}/dismiss`);
export const template = (family: string | null): Promise<{ title: Words; text: Words }> =>
  api("GET", `/incident-template${family ? `?family=${encodeURIComponent(family)}` : ""}`);
export const incidents = (state: "open" | "over"): Promise<{ incidents: Incident[]; next: string | null }> =>
  api("GET", `/incidents?state=${state}&limit=20`);
export const incident = (id: string): Promise<Incident> => api("GET", `/incidents/${id}`);
export const declare = (body: Declaration & { signal_id: string | null }): Promise<Incident> =>
  api("POST", "/incidents", body);
export const editIncident = (id: string, body: Declaration, version: number): Promise<Answer<Incident>> =>
  call("PUT", `/incidents/${id}`, body, `"${version}"`);
export const endIncident = (id: string, text: Words): Promise<Incident> =>
  api("POST", `/incidents/${id}/end`, { text });

// --- effect --------------------------------------------------------------------------------------------

export type Measure = "handed_off" | "not_helped" | "reopened";
export interface Change {
  before: number | null;
  after: number | null;
  low: number | null;
  high: number | null;
  verdict: "fewer" | "more" | "no_clear_change" | "too_few";
}
export interface Fix {
  id: string;
  kind: "article" | "model" | "dial" | "incident";
  at: string;
  by: Person | null;
  title: string | null;
  language: Language | null;
  note: {
    article_id?: string;
    is_first?: boolean;
    kind?: string;
    max_wrong_share?: number;
    titles?: Words;
  } | null;
  families: { family: string; titles: Partial<Words> }[] | null;
  days: number;
  before: Record<Measure | "n", number>;
  after: Record<Measure | "n", number>;
  changes: Record<Measure, Change>;
  also: string[];
}
export const effects = (): Promise<{ fixes: Fix[] }> => api("GET", "/effect");
