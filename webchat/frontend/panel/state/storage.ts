import type { Outgoing } from "./types";

/**
 * What a reload of the page must not lose, in the frame's own storage. Nothing is written before `allow()`: the first
 * message. Every unsent message has its own key, so two tabs never overwrite each other's. Where storage is switched
 * off or full, the panel works on without a memory.
 */
export class Memory {
  private isAllowed: boolean;

  constructor(
    private readonly store: Storage | undefined,
    private readonly prefix: string,
  ) {
    this.isAllowed = this.read("session") !== undefined || this.unsent().length > 0;
  }

  /** From now on things are kept. */
  allow(): void {
    this.isAllowed = true;
  }

  get isActive(): boolean {
    return this.isAllowed;
  }

  read<T>(name: string): T | undefined {
    try {
      const text = this.store?.getItem(this.prefix + name);
      return text ? (JSON.parse(text) as T) : undefined;
    } catch {
      return undefined;
    }
  }

  write(name: string, value: unknown): void {
    if (!this.isAllowed) return;
    try {
      if (value === null || value === undefined || value === "") this.store?.removeItem(this.prefix + name);
      else this.store?.setItem(this.prefix + name, JSON.stringify(value));
    } catch {
      // Full or forbidden: see the class.
    }
  }

  /** Unsent messages of this and earlier pages, oldest first. One that was on its way goes out again: same client_id. */
  unsent(): Outgoing[] {
    return this.keys("out:")
      .map((key) => this.read<Outgoing>(key))
      .filter((one): one is Outgoing => typeof one?.client_id === "string" && typeof one.text === "string")
      .map((one): Outgoing => (one.status === "failed" ? one : { ...one, status: "queued" }))
      .sort((a, b) => a.at.localeCompare(b.at));
  }

  /** Bring the stored outbox in step: what changed from `before` to `now`, and nothing another tab wrote. */
  keepOutbox(before: readonly Outgoing[], now: readonly Outgoing[]): void {
    for (const one of now) if (!before.includes(one)) this.write(`out:${one.client_id}`, one);
    const left = new Set(now.map((one) => one.client_id));
    for (const { client_id } of before) if (!left.has(client_id)) this.write(`out:${client_id}`, null);
  }

  /** Remove all of it. */
  clear(): void {
    for (const key of this.keys("")) this.write(key, null);
    this.isAllowed = false;
  }

  private keys(start: string): string[] {
    try {
      const all = Array.from({ length: this.store?.length ?? 0 }, (_, i) => this.store?.key(i) ?? "");
      return all
        .filter((key) => key.startsWith(this.prefix + start))
        .map((key) => key.slice(this.prefix.length));
    } catch {
      return [];
    }
  }
}

/** The frame's localStorage, or undefined where even touching it is forbidden. */
export function frameStorage(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}
