import { type Signal, signal } from "@preact/signals";
import { initial, reduce } from "./reducer";
import type { Memory } from "./storage";
import type { PanelEvent, PanelState } from "./types";

/** The panel's state as a signal, changed by events only and kept in step with the frame's storage. */
export class Store {
  readonly state: Signal<PanelState>;

  constructor(readonly memory: Memory) {
    this.state = signal({
      ...initial,
      session: memory.read<string>("session") ?? null,
      outbox: memory.unsent(),
      read_seq: memory.read<number>("read") ?? 0,
      feedback: memory.read<Record<string, boolean>>("feedback") ?? {},
    });
  }

  readonly dispatch = (event: PanelEvent): void => {
    const before = this.state.peek();
    const now = reduce(before, event);
    if (now === before) return;
    this.state.value = now;
    this.keep(before, now);
  };

  /** From the first message on, remember: called before it is queued. */
  startRemembering(): void {
    if (this.memory.isActive) return;
    this.memory.allow();
    this.memory.write("session", this.state.peek().session);
  }

  private keep(before: PanelState, now: PanelState): void {
    if (before.outbox !== now.outbox) this.memory.keepOutbox(before.outbox, now.outbox);
    if (before.session !== now.session) this.memory.write("session", now.session);
    if (before.read_seq !== now.read_seq) this.memory.write("read", now.read_seq);
    if (before.feedback !== now.feedback) this.memory.write("feedback", now.feedback);
  }
}
