/** Tickets over REST: the list, one ticket, and what one does with it. */
import { signal } from "@preact/signals";
import type { Customer, Language, OwnerKind, Status, Ticket } from "../../protocol/wire";
import { api, call } from "./api";

export interface Filters {
  status?: Ticket["status"][];
  kind?: Ticket["kind"][];
  priority?: Ticket["priority"][];
  team?: string[];
  agent?: string;
  category?: string;
  language?: Language;
  promise?: "warning" | "breached";
  created_from?: string;
  created_until?: string;
  q?: string;
  sort?: Sort;
}

const SORTS = ["due", "updated", "created", "priority"] as const;
export type SortKey = (typeof SORTS)[number];
export type Sort = SortKey | `-${SortKey}`;

export interface Item {
  ticket: Ticket;
  agent: { id: string; name: string } | null;
  customer: Customer;
  language: Language;
  conversation: { status: Status; owner: OwnerKind; is_current: boolean };
  found?: { seq: number | null; parts: { text: string; is_hit: boolean }[] };
}

export interface Page {
  tickets: Item[];
  n_found: number;
  next: string | null;
}

export interface Link {
  id: number;
  kind: LinkKind;
  direction: "to" | "from";
  ticket: { id: string; number: string; status: Ticket["status"]; subject: string | null };
}

export const LINK_KINDS = ["known_problem", "duplicate", "follow_up"] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

export interface Whole extends Item {
  outcome: string | null;
  solution: string | null;
  wake_at: string | null;
  links: Link[];
  missing: string[];
}

export interface HistoryLine {
  id: number;
  at: string;
  by: { kind: "agent" | "user" | "bot" | "system"; id: string | null; name: string | null };
  field: string;
  before: unknown;
  after: unknown;
  note: string | null;
}

export interface Definition {
  key: string;
  labels: Record<Language, string>;
  type: "text" | "number" | "date" | "choice" | "boolean" | "person" | "approver";
  choices: { value: string; labels: Record<Language, string> }[];
  kinds: Ticket["kind"][];
  required_for: Ticket["kind"][];
  position: number;
  archived: boolean;
  version: number;
}

export interface SavedView {
  id: string;
  name: string;
  filters: Filters;
  shared: boolean;
  owner: { id: string; name: string };
  may_edit: boolean;
  version: number;
}

export interface Change {
  fields?: Record<string, unknown>;
  kind?: Ticket["kind"];
  priority?: Ticket["priority"] | null;
  reason?: string;
  team?: string | null;
  status?: "open" | "pending" | "closed";
  outcome?: string;
  solution?: string;
  wake_at?: string;
  agent_id?: string | null;
}

export interface BulkResult {
  ticket: string;
  ok: boolean;
  error?: { code: string; params: Record<string, unknown> };
}

const of = (ref: string) => `/tickets/${encodeURIComponent(ref)}`;
const version = (n: number) => `"${n}"`;

export function query(filters: Filters): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(filters))
    for (const each of Array.isArray(value) ? value : [value]) if (each) words.append(name, String(each));
  return words.toString();
}

export const list = (filters: Filters, limit: number, cursor: string | null = null) =>
  api<Page>("GET", `/tickets?${query(filters)}&limit=${limit}${cursor ? `&cursor=${cursor}` : ""}`);
export const whole = (ref: string) => api<Whole>("GET", of(ref));
export const change = (ticket: Ticket, change: Change) =>
  call<{ ticket: Ticket }>("PATCH", of(ticket.id), change, version(ticket.version));
export const history = (ref: string, before: number | null) =>
  api<{ changes: HistoryLine[]; next: number | null }>(
    "GET",
    `${of(ref)}/history${before ? `?before=${before}` : ""}`,
  );
export const link = (ref: string, kind: LinkKind, ticket: string) =>
  api("POST", `${of(ref)}/links`, { kind, ticket });
export const unlink = (ref: string, id: number) => api("DELETE", `${of(ref)}/links/${id}`);
export const merge = (ref: string, into: string) => api("POST", `${of(ref)}/merge`, { into });
export const followUp = async (ref: string) =>
  (await api<{ ticket: Ticket }>("POST", `${of(ref)}/follow-up`)).ticket;
export const approval = (ref: string, step: "ask" | "approve" | "refuse", note: string) =>
  api("POST", `${of(ref)}/approval`, { step, ...(note && { note }) });
export const bulk = async (tickets: string[], change: Change | null, to: [LinkKind, string] | null) =>
  (
    await api<{ results: BulkResult[] }>("POST", "/tickets/bulk", {
      tickets,
      ...(change && { change }),
      ...(to && { link: { kind: to[0], ticket: to[1] } }),
    })
  ).results;

export const views = async () => (await api<{ views: SavedView[] }>("GET", "/ticket-views")).views;
export const addView = (name: string, filters: Filters, shared: boolean) =>
  api<SavedView>("POST", "/ticket-views", { name, filters, shared });
export const changeView = (view: SavedView, filters: Filters) =>
  call("PATCH", `/ticket-views/${view.id}`, { filters }, version(view.version));
export const removeView = (view: SavedView) =>
  call("DELETE", `/ticket-views/${view.id}`, undefined, version(view.version));

/** The fields that an administrator added, archived ones too; fetched when something first shows a ticket. */
export const definitions = signal<readonly Definition[]>([]);
let isFetched = false;

export function needDefinitions(): void {
  if (isFetched) return;
  isFetched = true;
  fetchDefinitions().catch(() => {
    isFetched = false; // asked again by the next ticket
  });
}

export async function fetchDefinitions(): Promise<void> {
  definitions.value = (await api<{ fields: Definition[] }>("GET", "/ticket-fields")).fields;
}

export const addDefinition = (
  field: Pick<Definition, "key" | "labels" | "type" | "choices" | "kinds" | "required_for">,
) => api("POST", "/ticket-fields", field);
export const changeDefinition = (field: Definition, change: Partial<Definition>) =>
  call("PATCH", `/ticket-fields/${field.key}`, change, version(field.version));
