import { expect, test } from "vitest";
import { forget, keep, kept } from "./kept";

function store(limit = Number.POSITIVE_INFINITY): Storage {
  const data = new Map<string, string>();
  return {
    get length() {
      return data.size;
    },
    key: (n) => [...data.keys()][n] ?? null,
    getItem: (key) => data.get(key) ?? null,
    setItem: (key, value) => {
      if (value.length > limit) throw new DOMException("full");
      data.set(key, value);
    },
    removeItem: (key) => {
      data.delete(key);
    },
    clear: () => data.clear(),
  };
}

test("what was typed comes back until it is forgotten", () => {
  const local = store();
  keep(local, "a.nl", { text: "typed", etag: '"3"', at: "2026-03-01T10:00:00Z" });

  expect(kept(local, "a.nl")?.text).toBe("typed");
  forget(local, "a.nl");
  expect(kept(local, "a.nl")).toBeNull();
});

test("a full or spoilt store breaks nothing", () => {
  keep(store(5), "a.nl", { text: "typed", etag: null, at: "" });
  const local = store();
  local.setItem("firstline.desk.article.a.nl", "{");

  expect(kept(local, "a.nl")).toBeNull();
});
