/** The inbox on the screen: what waits, what is looked at, and decisions that are shown before the server has them. */
import { computed, signal } from "@preact/signals";
import { reasonOf } from "../../actions";
import { RequestError } from "../../net/api";
import {
  claim,
  type Decision,
  type Entity,
  type Filters,
  subjects as fetchSubjects,
  type Group,
  type Item,
  type Refused,
  type Subjects,
  decide as send,
  undo as takeBack,
  waiting,
} from "../../net/inbox";
import { toast } from "../../screen";
import { inboxCount, refreshCount } from "../../state/badges";
import { x } from "./i18n";
import { after, flat, groupOf, joined, type Left, restored, without } from "./queue";

export const groups = signal<Group[] | null>(null);
export const next = signal<string | null>(null);
export const filters = signal<Filters>({});
export const currentId = signal<number | null>(null);
/** On a phone: whether the message is on the screen instead of the list. */
export const isOpened = signal(false);
/** What the next decision is about: the message, or its whole group. */
export const isWholeGroup = signal(false);
export const marks = signal<readonly Entity[]>([]);
export const subjects = signal<Subjects | null>(null);
export const opened = signal<"choose" | "create" | null>(null);
/** Groups whose suggestion somebody said no to. */
export const declined = signal<ReadonlySet<number>>(new Set());
/** Read out by a screen reader. */
export const said = signal("");

export interface Step {
  n: number;
  ids: number[];
  left: Left[];
  title: string;
  /** As the server has it; null while it is on its way. */
  rows: Item[] | null;
}
export const trail = signal<readonly Step[]>([]);

export const current = computed<Item | null>(
  () => flat(groups.value ?? []).find(({ id }) => id === currentId.value) ?? null,
);
export const group = computed<Group | null>(() => groupOf(groups.value ?? [], currentId.value));

const FEW_GROUPS = 5;
const CLAIM_AFTER_MS = 400;
let chain: Promise<unknown> = Promise.resolve();
let asked = 0;
/** When the server had a decision about a message; null while it is on its way. */
const keptAt = new Map<number, number | null>();
let made = 0;
let nWaiting = 0;
const undoing = new Set<number>();

export async function load(): Promise<void> {
  const mine = ++asked;
  const begun = performance.now();
  const page = await waiting(filters.value, null);
  if (mine !== asked) return;
  groups.value = withoutMine(page.groups, begun);
  next.value = page.next;
  if (!current.peek()) look(groups.value[0]?.items[0]?.id ?? null);
}

export async function more(): Promise<void> {
  if (next.value === null) return;
  const mine = asked;
  const begun = performance.now();
  const page = await waiting(filters.value, next.value);
  if (mine !== asked) return;
  groups.value = joined(groups.value ?? [], withoutMine(page.groups, begun));
  next.value = page.next;
}

/** What was decided here while the server made this list is not in it any more. */
function withoutMine(list: readonly Group[], begun: number): Group[] {
  const ids = [...keptAt].filter(([, at]) => at === null || at > begun).map(([id]) => id);
  return without(list, ids).groups;
}

export async function loadSubjects(): Promise<void> {
  subjects.value = await fetchSubjects();
}

/** Look at a message: it is claimed when one stays with it for a moment. */
export function look(id: number | null): void {
  if (id !== currentId.value) marks.value = [];
  currentId.value = id;
  isWholeGroup.value = false;
}

/** Claim what is looked at; returns what ends it. */
export function hold(id: number, mayDecide: boolean): () => void {
  if (!mayDecide) return () => undefined;
  const ask = () =>
    claim([id]).then(
      ({ taken }) => taken.forEach(showTaken),
      () => undefined, // the decision itself is what counts, and says so
    );
  let timer = setTimeout(function again() {
    void ask();
    timer = setTimeout(again, 60_000);
  }, CLAIM_AFTER_MS);
  return () => clearTimeout(timer);
}

export const letGo = () => void claim([]).catch(() => undefined);

/** Decide about the message that is looked at, or its whole group; the list goes on at once. */
export function decide(decision: Decision, to: { intent: string; title: string } | null = null): void {
  const item = current.value;
  if (!item) return;
  const ids = isWholeGroup.value ? (group.value?.items ?? [item]).map(({ id }) => id) : [item.id];
  decideAbout(ids, decision, to);
}

/** Say yes to what is suggested for the whole group. */
export function accept(): void {
  const found = group.value;
  if (!found?.suggestion || declined.value.has(found.id)) return;
  decideAbout(
    found.items.map(({ id }) => id),
    "intent",
    found.suggestion,
  );
}

function decideAbout(ids: number[], decision: Decision, to: { intent: string; title: string } | null): void {
  const before = groups.value ?? [];
  const { groups: kept, left } = without(before, ids);
  const entities = ids.length === 1 && decision !== "delete" ? [...marks.value] : [];
  for (const id of ids) keptAt.set(id, null);
  const step: Step = { n: ++made, ids, left, title: titleOf(decision, left, to), rows: null };
  look(after(before, ids, currentId.value));
  groups.value = kept;
  inboxCount.value = Math.max(0, (inboxCount.value ?? ids.length) - ids.length);
  trail.value = [...trail.value.slice(-49), step];
  said.value = `${step.title}. ${current.value?.text ?? x.t("empty.title")}`;
  queue(() => keep(step, decision, to?.intent ?? null, entities));
  if (kept.length < FEW_GROUPS) queue(more);
}

function titleOf(decision: Decision, left: readonly Left[], to: { title: string } | null): string {
  const n = left.length;
  const guess = left[0]?.item.guess[0]?.title ?? "";
  if (n > 1) return x.tn(`done.${decision}`, n, { title: to?.title ?? guess });
  return x.t(`done.${decision}.one`, { title: to?.title ?? guess, n });
}

async function keep(
  step: Step,
  decision: Decision,
  intent: string | null,
  entities: Entity[],
): Promise<void> {
  try {
    const { decided, refused } = await send(step.ids, decision, intent, entities);
    settle(step, { ...step, ids: decided.map(({ id }) => id), rows: decided });
    for (const one of refused) bringBack(step, one);
    for (const id of step.ids) keptAt.set(id, performance.now());
  } catch (cause) {
    for (const id of step.ids) keptAt.delete(id);
    settle(step, null);
    const refused =
      cause instanceof RequestError ? (cause.params.refused as Refused[] | undefined) : undefined;
    if (cause instanceof RequestError && cause.code === "already_labelled" && refused)
      for (const one of refused) bringBack(step, one);
    else {
      groups.value = restored(groups.value ?? [], step.left);
      look(step.ids[0] ?? null);
      toast(x.t("not_kept", { why: reasonOf(cause) }), true);
    }
    void refreshCount();
  }
}

function settle(step: Step, to: Step | null): void {
  trail.value = trail.value.flatMap((one) => (one.n === step.n ? (to ? [to] : []) : [one]));
}

/** Somebody else was first: what they decided stays away, what they look at comes back with their name. */
function bringBack(step: Step, refused: Refused): void {
  const mine = step.left.filter(({ item }) => item.id === refused.id);
  if (refused.decision === null) {
    keptAt.delete(refused.id);
    groups.value = restored(groups.value ?? [], mine);
    showTaken(refused);
  }
  toast(x.t(refused.decision === null ? "taken.now" : "taken.before", { name: refused.by.name }), true);
}

function showTaken({ id, by, decision }: Refused): void {
  if (decision !== null) {
    const { groups: kept } = without(groups.value ?? [], [id]);
    look(after(groups.value ?? [], [id], currentId.value));
    groups.value = kept;
    toast(x.t("taken.before", { name: by.name }), true);
    return;
  }
  const until = new Date(Date.now() + 120_000).toISOString();
  groups.value = (groups.value ?? []).map((each) => ({
    ...each,
    items: each.items.map((item) => (item.id === id ? { ...item, claim: { by, until } } : item)),
  }));
}

/** Take the last decision back. */
export function undo(): void {
  const last = trail.value.findLast(({ n }) => !undoing.has(n));
  if (!last) return;
  undoing.add(last.n);
  queue(async () => {
    // It may have been refused meanwhile, or the server may have decided about fewer.
    const now = trail.value.find(({ n }) => n === last.n);
    if (!now) return;
    try {
      await takeBack(now.ids);
      for (const id of now.ids) keptAt.delete(id);
      trail.value = trail.value.filter(({ n }) => n !== now.n);
      const back = now.left.filter(({ item }) => now.ids.includes(item.id));
      groups.value = restored(groups.value ?? [], back);
      inboxCount.value = (inboxCount.value ?? 0) + back.length;
      look(now.ids[0] ?? null);
      said.value = x.t("undone");
    } catch (cause) {
      undoing.delete(now.n);
      toast(x.t("not_kept", { why: reasonOf(cause) }), true);
    }
  });
}

/** One request after another, in the order of the keys. */
function queue(work: () => Promise<unknown>): void {
  nWaiting++;
  chain = chain
    .then(work)
    .catch((cause: unknown) => toast(reasonOf(cause), true))
    .finally(() => nWaiting--);
}

/** Who closes the page while a decision is on its way is asked. */
export function askBeforeLeaving(event: BeforeUnloadEvent): void {
  if (nWaiting > 0) event.preventDefault();
}
