import { expect, test } from "vitest";
import type { Group, Item } from "../../net/inbox";
import { after, flat, groupOf, joined, nextGroup, restored, stepped, without } from "./queue";

const item = (id: number, avoidable = false) => ({ id, avoidable, conversation_id: `c${id}` }) as Item;
const group = (id: number, ...items: Item[]): Group => ({
  id,
  n: items.length,
  n_avoidable: items.filter(({ avoidable }) => avoidable).length,
  suggestion: null,
  items,
});
const LIST = [group(1, item(1, true), item(2), item(3)), group(2, item(4)), group(3, item(5), item(6))];
const ids = (groups: readonly Group[]) =>
  groups.map(({ id, items }) => [id, ...items.map((each) => each.id)]);

test("what is decided leaves with its group when that is empty, and counts follow", () => {
  const { groups, left } = without(LIST, [1, 4]);

  expect(ids(groups)).toEqual([
    [1, 2, 3],
    [3, 5, 6],
  ]);
  expect([groups[0]?.n, groups[0]?.n_avoidable]).toEqual([2, 0]);
  expect(left.map(({ item: { id } }) => id)).toEqual([1, 4]);
});

test("what was not kept comes back where it was", () => {
  for (const gone of [[1], [2, 3], [4], [1, 2, 3], [1, 4, 6], [1, 2, 3, 4, 5, 6]]) {
    const { groups, left } = without(LIST, gone);
    expect(restored(groups, left)).toEqual(LIST);
    expect(restored(LIST, left)).toEqual(LIST);
  }
});

test("the next message is the one after those decided, at the end the one before", () => {
  expect(after(LIST, [1], 1)).toBe(2);
  expect(after(LIST, [1, 2, 3], 2)).toBe(4);
  expect(after(LIST, [5, 6], 6)).toBe(4);
  expect(after(LIST, [6], 2)).toBe(2);
  expect(
    after(
      LIST,
      flat(LIST).map(({ id }) => id),
      1,
    ),
  ).toBe(null);
});

test("steps stay in the list, groups come round", () => {
  expect([stepped(LIST, 3, 1), stepped(LIST, 1, -1), stepped(LIST, 6, 1), stepped(LIST, null, 1)]).toEqual([
    4, 1, 6, 1,
  ]);
  expect([nextGroup(LIST, 2), nextGroup(LIST, 6), nextGroup([], null)]).toEqual([4, 1, null]);
  expect(groupOf(LIST, 4)?.id).toBe(2);
});

test("a page that overlaps brings no group twice", () => {
  expect(ids(joined(LIST.slice(0, 2), LIST.slice(1)))).toEqual(ids(LIST));
});
