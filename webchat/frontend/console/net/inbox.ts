/** The knowledge desk's inbox, its labels and subjects over REST. */
import type { Language } from "../../protocol/wire";
import { api, RequestError } from "./api";

export const REASONS = [
  "not_meant",
  "not_helpful",
  "reopened",
  "corrected",
  "rewritten",
  "agent_answered",
  "handed_off",
  "asked",
  "refused",
] as const;
export type Reason = (typeof REASONS)[number];
export type Decision = "validate" | "intent" | "unknown" | "delete";
export type Part = "eval" | "train";

export interface Person {
  id: string;
  name: string;
}

export interface Guess {
  intent: string;
  title: string;
  confidence: number;
}

export interface Suggestion {
  intent: string;
  title: string;
  why: "agent" | "neighbours";
}

/** `start` and `end` count characters (code points), as the server does. */
export interface Entity {
  start: number;
  end: number;
  entity: string;
}

export type Hint =
  | { code: "known"; text: string }
  | { code: "sure" }
  | { code: "contradicts"; text: string; intent: string; title: string }
  | { code: "unbalanced"; counts: Record<Language, number> };

export interface Outcome {
  kind: "open" | "handed_off" | "solved_by_agent" | "solved_by_bot" | "gave_up";
  reason?: string;
  ticket?: { id: string; number: string };
  solution?: string | null;
}

export interface Item {
  id: number;
  conversation_id: string;
  seq: number;
  text: string;
  language: Language;
  at: string;
  reasons: Reason[];
  guess: Guess[];
  outcome: Outcome;
  avoidable: boolean;
  suggestion: Suggestion | null;
  near: { text: string; title: string; similarity: number }[];
  state: "open" | "labelled" | "unknown" | "deleted";
  intent: string | null;
  title: string | null;
  part: Part | null;
  entities: Entity[];
  hints: Hint[];
  by: Person | null;
  decided_at: string | null;
  claim: { by: Person; until: string } | null;
}

export interface Group {
  id: number;
  n: number;
  n_avoidable: number;
  suggestion: Suggestion | null;
  items: Item[];
}

export interface Filters {
  language?: Language;
  reason?: Reason;
  q?: string;
}

export interface Context {
  conversation_id: string;
  seq: number;
  messages: {
    seq: number;
    text: string;
    language: Language;
    sender: { kind: string; name: string };
    at: string;
  }[];
  has_before: boolean;
  has_more: boolean;
}

/** Who was first, or is looking at it; `decision` null while it is only looked at. */
export interface Refused {
  id: number;
  by: Person;
  decision: Item["state"] | null;
}

export interface Subject {
  name: string;
  title: string;
  titles: Record<Language, string>;
  kind: "topic" | "dialogue";
  family: string | null;
  has_article: boolean;
  /** The article that is being written for it. */
  draft: string | null;
  added: boolean;
  n: Record<Language, number>;
  n_labels: Record<Part, number>;
}

export interface Subjects {
  intents: Subject[];
  /** Those that no subject names yet. */
  articles: { family: string; title: string }[];
  entities: { name: string; title: string }[];
}

export interface Hints {
  indistinct: {
    a: { intent: string; title: string };
    b: { intent: string; title: string };
    n: number;
    of: number;
    examples: [string, string][];
  }[];
  unbalanced: { intent: string; title: string; counts: Record<Language, number> }[];
}

export interface Imported {
  added: number;
  known: number;
  intents: string[];
  errors: { file: string; line: number; code: string; params: Record<string, string> }[];
}

function query(values: Record<string, string | number | null | undefined>): string {
  const given = Object.entries(values).filter(([, value]) => value != null && value !== "");
  return given.length ? `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}` : "";
}

export const waiting = (filters: Filters, after: string | null) =>
  api<{ groups: Group[]; next: string | null; n_open: number | null }>(
    "GET",
    `/inbox${query({ ...filters, after })}`,
  );
export const counted = () => api<{ open: number; avoidable: number }>("GET", "/inbox/count");
export const decided = (after: number | null) =>
  api<{ items: Item[]; next: number | null }>("GET", `/inbox/decided${query({ after })}`);
export const contextOf = (id: number) => api<Context>("GET", `/inbox/${id}/context`);
export const claim = (ids: number[]) =>
  api<{ claimed: number[]; taken: Refused[] }>("POST", "/inbox/claims", { ids });
export const decide = (ids: number[], decision: Decision, intent: string | null, entities: Entity[]) =>
  api<{ decided: Item[]; refused: Refused[] }>("POST", "/inbox/decisions", {
    ids,
    decision,
    ...(intent && { intent }),
    ...(entities.length > 0 && { entities }),
  });
export const undo = (ids: number[]) => api<{ undone: Item[] }>("POST", "/inbox/undo", { ids });

export const subjects = () => api<Subjects>("GET", "/intents");
export const subjectHints = () => api<Hints>("GET", "/intents/hints");
export const createSubject = (title: string, language: Language, family: string | null) =>
  api<Subject>("POST", "/intents", { title, language, ...(family && { family }) });

export const EXPORT_URL = "/api/training-data/export";

/** Send a file as it is. */
export async function importData(file: File): Promise<Imported> {
  const response = await fetch(`/api/training-data/import${query({ name: file.name })}`, {
    method: "POST",
    credentials: "same-origin",
    body: file,
  }).catch((cause: unknown) => {
    throw new RequestError("unreachable", String(cause));
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer as Imported;
  throw new RequestError(answer.code ?? "unavailable", answer.title ?? "", answer.params ?? {});
}
