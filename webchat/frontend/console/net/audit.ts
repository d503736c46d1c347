/** The audit log over REST, for administrators. */
import type { Language } from "../../protocol/wire";
import { api } from "./api";

export interface Entry {
  id: number;
  at: string;
  actor_kind: string;
  actor_name: string | null;
  act: string;
  target_kind: string | null;
  target_id: string | null;
  details: Record<string, unknown>;
}

export interface Found {
  entries: Entry[];
  next: number | null;
  /** Ids in these entries that have a name that people know: an account's, a ticket's number, a team's. */
  names: Record<string, string | Record<Language, string>>;
}

export interface Search {
  q: string;
  act: string;
  /** Days as `2026-11-24`, in the reader's own time zone. */
  since: string;
  until: string;
}

/** The query of a search; `until` includes its day. */
export function query(search: Search, before: number | null = null): string {
  const given = new URLSearchParams();
  if (search.q.trim()) given.set("q", search.q.trim());
  if (search.act) given.set("act", search.act);
  if (search.since) given.set("since", startOf(search.since, 0));
  if (search.until) given.set("until", startOf(search.until, 1));
  if (before !== null) given.set("before", String(before));
  return given.toString();
}

export const entries = (search: Search, before: number | null) =>
  api<Found>("GET", `/audit?${query(search, before)}`);

function startOf(day: string, later: number): string {
  const [year, month, date] = day.split("-").map(Number);
  return new Date(year ?? 0, (month ?? 1) - 1, (date ?? 1) + later).toISOString();
}
