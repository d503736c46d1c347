/** Training runs, their reports and the models over REST. */
import type { Language } from "../../protocol/wire";
import { api, RequestError } from "./api";

export interface Who {
  id: string;
  name: string;
}

export type RunState =
  | "waiting"
  | "validating"
  | "training"
  | "evaluating"
  | "comparing"
  | "done"
  | "failed"
  | "cancelled";

export interface Problem {
  file: string;
  line: number | null;
  text: string;
}

export interface Run {
  id: string;
  state: RunState;
  progress: number;
  left_s: number | null;
  started_at: string;
  ended_at: string | null;
  by: Who | null;
  n_examples: number | null;
  n_new: number | null;
  model: string | null;
  /** Its sentence says what to do, in the language of the screen. */
  error: { code: string; text: string; detail: string | null; problems: Problem[] } | null;
}

export interface Runs {
  runs: Run[];
  next: string | null;
  /** Labels since the last run that became a model. */
  new_since: number;
  /** Intents that were added since then. */
  new_intents: number;
  /** Topics among those ever added that no article answers. */
  unanswered: number;
  current: Run | null;
}

export interface Model {
  name: string;
  run_id: string | null;
  state: "serving" | "ready" | "discarded";
  is_shipped: boolean;
  made_at: string;
  promoted_at: string | null;
  promoted_by: Who | null;
  bytes: number;
  n_examples: number | null;
}

export interface Models {
  models: Model[];
  serving: string | null;
  /** False while the bot does not yet serve what was decided. */
  is_settled: boolean;
}

export interface Change {
  id: string | number;
  model: string;
  from_model: string | null;
  kind: "promote" | "rollback" | "upgrade" | "repair";
  state: "pending" | "done" | "failed";
  by: Who | null;
  at: string;
}

export const runs = (before: string | null = null) =>
  api<Runs>("GET", `/training-runs${before ? `?before=${encodeURIComponent(before)}` : ""}`);
export const run = (id: string) => api<Run>("GET", `/training-runs/${id}`);
export const train = () => api<Run>("POST", "/training-runs");
export const cancel = (id: string) => api<Run>("POST", `/training-runs/${id}/cancel`);
export const promote = (id: string) => api<Model>("POST", `/training-runs/${id}/promote`);
export const discard = (id: string) => api<Model>("POST", `/training-runs/${id}/discard`);
export const models = () => api<Models>("GET", "/models");
export const rollback = (to?: string) => api<Model>("POST", "/models/rollback", to ? { to } : {});
export const history = () => api<{ changes: Change[]; next: string | null }>("GET", "/models/history");

/** A run's log, as text. */
export async function log(id: string): Promise<string> {
  const response = await fetch(`/api/training-runs/${id}/log`, {
    credentials: "same-origin",
    headers: { "Accept-Language": document.documentElement.lang },
  }).catch((cause) => {
    throw new RequestError("unreachable", String(cause));
  });
  if (!response.ok) throw new RequestError(response.status === 404 ? "not_found" : "unavailable", "");
  return response.text();
}

/** An intent, or a whole family of articles, by the name that people give it. */
export interface Intent {
  name: string;
  /** What to show where a language has no title of its own. */
  title: string;
  titles: Partial<Record<Language, string>>;
  added: boolean;
}

export const intents = () => api<{ intents: Intent[] }>("GET", "/intents");
