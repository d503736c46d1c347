import { beforeEach, describe, expect, it } from "vitest";
import { Memory } from "./storage";
import type { Outgoing } from "./types";

/** A Storage over a Map, as the browser behaves. */
class MapStorage implements Storage {
  private readonly map = new Map<string, string>();
  get length() {
    return this.map.size;
  }
  clear = () => this.map.clear();
  getItem = (key: string) => this.map.get(key) ?? null;
  key = (i: number) => [...this.map.keys()][i] ?? null;
  removeItem = (key: string) => void this.map.delete(key);
  setItem = (key: string, value: string) => void this.map.set(key, value);
}

const outgoing = (client_id: string, changes: Partial<Outgoing> = {}): Outgoing => ({
  client_id,
  text: "hallo",
  language: "nl",
  at: "2026-03-02T09:00:00Z",
  status: "queued",
  ...changes,
});

let store: MapStorage;
beforeEach(() => {
  store = new MapStorage();
});

describe("Memory", () => {
  it("writes nothing before the first message", () => {
    const memory = new Memory(store, "f:");
    memory.write("draft", "hal");
    expect(store.length).toBe(0);
    memory.allow();
    memory.write("draft", "hal");
    expect(memory.read("draft")).toBe("hal");
  });

  it("gives unsent messages back after a reload, oldest first, those on their way as queued", () => {
    const memory = new Memory(store, "f:");
    memory.allow();
    const late = outgoing("late", { at: "2026-03-02T10:00:00Z", status: "sending" });
    memory.keepOutbox([], [late, outgoing("early")]);
    expect(new Memory(store, "f:").unsent()).toEqual([outgoing("early"), { ...late, status: "queued" }]);
  });

  it("removes what was acknowledged and leaves another tab's alone", () => {
    const here = new Memory(store, "f:");
    here.allow();
    const mine = outgoing("mine");
    here.keepOutbox([], [mine]);
    const there = new Memory(store, "f:");
    there.keepOutbox([], [outgoing("theirs")]);
    here.keepOutbox([mine], []);
    expect(new Memory(store, "f:").unsent().map((one) => one.client_id)).toEqual(["theirs"]);
  });

  it("survives damaged entries and a storage that throws", () => {
    store.setItem("f:out:x", "{not json");
    store.setItem("f:out:y", '{"text": 3}');
    expect(new Memory(store, "f:").unsent()).toEqual([]);
    const broken = new Proxy(store, {
      get() {
        throw new Error("forbidden");
      },
    });
    const memory = new Memory(broken, "f:");
    memory.allow();
    memory.write("draft", "x");
    expect(memory.unsent()).toEqual([]);
  });

  it("clears only its own keys", () => {
    store.setItem("other", "1");
    const memory = new Memory(store, "f:");
    memory.allow();
    memory.write("session", "t");
    memory.clear();
    expect(store.length).toBe(1);
    expect(memory.isActive).toBe(false);
  });
});
