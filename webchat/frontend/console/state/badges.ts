/** What waits on the knowledge desk, for the menu: asked now and then, and never while nobody looks. */
import { effect, signal } from "@preact/signals";
import { counted } from "../net/inbox";
import { room } from "../room";
import { agent } from "./store";

/** Messages that nobody has decided about; null until it is known. */
export const inboxCount = signal<number | null>(null);

const EVERY_MS = 20_000;

export async function refreshCount(): Promise<void> {
  inboxCount.value = (await counted()).open;
}

export function startBadges(): void {
  if (room !== "desk") return;
  const ask = () => {
    if (agent.value && document.visibilityState === "visible") void refreshCount().catch(() => undefined);
  };
  effect(ask);
  setInterval(ask, EVERY_MS);
  document.addEventListener("visibilitychange", ask);
}
