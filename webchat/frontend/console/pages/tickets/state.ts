/** What the list shows: kept while one looks at a ticket, so that Back finds it as it was. */
import { signal } from "@preact/signals";
import type { Filters, Item, SavedView } from "../../net/tickets";
import * as net from "../../net/tickets";

export const OPEN: NonNullable<Filters["status"]> = ["new", "open", "pending"];
const STEP = 50;
const MAX_AT_ONCE = 200;

export const filters = signal<Filters>({ status: OPEN, sort: "due" });
export const items = signal<readonly Item[] | null>(null);
export const nFound = signal(0);
export const next = signal<string | null>(null);
export const views = signal<readonly SavedView[]>([]);
/** Ids of the tickets that are ticked. */
export const ticked = signal<ReadonlySet<string>>(new Set());

let asked = 0;

/** Fetch what is shown anew; an answer that a later question overtook is dropped. */
export async function refresh(): Promise<void> {
  const mine = ++asked;
  const limit = Math.min(MAX_AT_ONCE, Math.max(STEP, items.value?.length ?? 0));
  const page = await net.list(filters.value, limit);
  if (mine !== asked) return;
  items.value = page.tickets;
  nFound.value = page.n_found;
  next.value = page.next;
  const shown = new Set(page.tickets.map(({ ticket }) => ticket.id));
  ticked.value = new Set([...ticked.value].filter((id) => shown.has(id)));
}

export async function more(): Promise<void> {
  const mine = ++asked;
  const page = await net.list(filters.value, STEP, next.value);
  if (mine !== asked) return;
  const known = new Set(items.value?.map(({ ticket }) => ticket.id));
  items.value = [...(items.value ?? []), ...page.tickets.filter(({ ticket }) => !known.has(ticket.id))];
  nFound.value = page.n_found;
  next.value = page.next;
}

export function filterBy(change: Filters): void {
  filters.value = clean({ ...filters.value, ...change });
}

/** Without what does not filter: so two views that show the same are the same. */
export function clean(given: Filters): Filters {
  const entries = Object.entries(given).filter(([, value]) => (Array.isArray(value) ? value.length : value));
  return Object.fromEntries(entries);
}

export async function loadViews(): Promise<void> {
  views.value = await net.views();
}

export function tick(id: string, on: boolean): void {
  const ids = new Set(ticked.value);
  if (on) ids.add(id);
  else ids.delete(id);
  ticked.value = ids;
}

/** The views that everybody has. */
export const BUILT_IN = {
  open: { status: OPEN, sort: "due" },
  mine: { status: OPEN, agent: "me", sort: "due" },
  nobody: { agent: "none", sort: "due" },
  late: { promise: "breached", sort: "due" },
  all: { sort: "-updated" },
} as const satisfies Record<string, { status?: Filters["status"]; [name: string]: unknown }>;

export const same = (a: Filters, b: Filters): boolean => canonical(a) === canonical(b);

function canonical(given: Filters): string {
  const entries = Object.entries(clean(given)).map(([name, value]) => [
    name,
    Array.isArray(value) ? [...value].sort() : value,
  ]);
  return JSON.stringify(entries.sort());
}
