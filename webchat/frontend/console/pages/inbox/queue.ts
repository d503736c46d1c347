/** The list while somebody works through it: decided messages leave at once, and come back when that was not kept. Pure. */
import type { Group, Item } from "../../net/inbox";

/** A message that left, and where it was. */
export interface Left {
  group: Group;
  groupAt: number;
  item: Item;
  at: number;
}

export function flat(groups: readonly Group[]): Item[] {
  return groups.flatMap(({ items }) => items);
}

export function groupOf(groups: readonly Group[], id: number | null): Group | null {
  return groups.find(({ items }) => items.some((item) => item.id === id)) ?? null;
}

/** The list without some messages, and what left it; a group without messages leaves too. */
export function without(groups: readonly Group[], ids: readonly number[]): { groups: Group[]; left: Left[] } {
  const gone = new Set(ids);
  const left: Left[] = [];
  const kept = groups.map((group, groupAt) => {
    group.items.forEach((item, at) => {
      if (gone.has(item.id)) left.push({ group, groupAt, item, at });
    });
    return counted({ ...group, items: group.items.filter(({ id }) => !gone.has(id)) });
  });
  return { groups: kept.filter(({ items }) => items.length > 0), left };
}

/** The list with messages back where they were, as far as their neighbours are still there. */
export function restored(groups: readonly Group[], left: readonly Left[]): Group[] {
  const found = [...groups];
  for (const { group, groupAt, item, at } of left) {
    const here = found.findIndex(({ id }) => id === group.id);
    const now = found[here];
    if (!now) {
      found.splice(Math.min(groupAt, found.length), 0, counted({ ...group, items: [item] }));
    } else if (!now.items.some(({ id }) => id === item.id)) {
      const items = [...now.items];
      items.splice(Math.min(at, items.length), 0, item);
      found[here] = counted({ ...now, items });
    }
  }
  return found;
}

/** Which message is next once some are decided: the one after them, else the one before. */
export function after(
  groups: readonly Group[],
  ids: readonly number[],
  current: number | null,
): number | null {
  const all = flat(groups);
  const gone = new Set(ids);
  if (current !== null && !gone.has(current)) return current;
  const from = Math.max(
    0,
    all.findIndex(({ id }) => id === current),
  );
  const later = all.slice(from).find(({ id }) => !gone.has(id));
  const earlier = all.slice(0, from).reverse();
  return (later ?? earlier.find(({ id }) => !gone.has(id)))?.id ?? null;
}

/** One up or down in the list. */
export function stepped(groups: readonly Group[], current: number | null, by: 1 | -1): number | null {
  const all = flat(groups);
  const at = all.findIndex(({ id }) => id === current);
  const to = at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by));
  return all[to]?.id ?? null;
}

/** The first message of the next group; of the first one behind the last. */
export function nextGroup(groups: readonly Group[], current: number | null): number | null {
  const at = groups.findIndex(({ items }) => items.some(({ id }) => id === current));
  return (groups[at + 1] ?? groups[0])?.items[0]?.id ?? null;
}

/** Append a page, leaving out what is there already: ranks move between two pages. */
export function joined(groups: readonly Group[], more: readonly Group[]): Group[] {
  const known = new Set(groups.map(({ id }) => id));
  return [...groups, ...more.filter(({ id }) => !known.has(id))];
}

function counted(group: Group): Group {
  const saved = new Set(
    group.items.filter(({ avoidable }) => avoidable).map(({ conversation_id }) => conversation_id),
  );
  return { ...group, n: group.items.length, n_avoidable: saved.size };
}
