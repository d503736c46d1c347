/** The inbox's keys: one for each decision. They can be switched off, for who steers by voice. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { language } from "../../i18n";
import { dialog, pageKeys } from "../../screen";
import { type InboxKey, x } from "./i18n";
import { nextGroup, stepped } from "./queue";
import {
  accept,
  currentId,
  decide,
  declined,
  group,
  groups,
  isWholeGroup,
  look,
  opened,
  undo,
} from "./state";

const STORED_AS = "firstline.inbox.keys";
export const areKeysOn = signal(localStorage.getItem(STORED_AS) !== "off");

export function switchKeys(on: boolean): void {
  areKeysOn.value = on;
  localStorage.setItem(STORED_AS, on ? "on" : "off");
}

/** Where the keys of the words begin. */
export const focusWords: { current: (() => void) | null } = { current: null };

interface Act {
  keys: string;
  does: InboxKey;
  run: () => void;
  reads?: boolean;
}

const move = (by: 1 | -1) => look(stepped(groups.value ?? [], currentId.value, by));

function decline(): void {
  const found = group.value;
  if (!found) return;
  declined.value = new Set([...declined.value, found.id]);
  look(nextGroup(groups.value ?? [], currentId.value));
}

const ACTS: Record<string, Act> = {
  v: { keys: "V", does: "key.validate", run: () => decide("validate") },
  i: { keys: "I", does: "key.choose", run: () => open("choose") },
  c: { keys: "C", does: "key.create", run: () => open("create") },
  o: { keys: "O", does: "key.unknown", run: () => decide("unknown") },
  d: { keys: "D", does: "key.delete", run: () => decide("delete") },
  y: { keys: "Y", does: "key.yes", run: accept },
  n: { keys: "N", does: "key.no", run: decline },
  g: { keys: "G", does: "key.group", run: () => (isWholeGroup.value = !isWholeGroup.value) },
  e: { keys: "E", does: "key.mark", run: () => focusWords.current?.() },
  u: { keys: "U", does: "key.undo", run: undo },
  arrowdown: { keys: "↓", does: "key.next", run: () => move(1), reads: true },
  arrowup: { keys: "↑", does: "key.previous", run: () => move(-1), reads: true },
};

export { decline };

export function open(what: "choose" | "create"): void {
  if (currentId.value !== null) opened.value = what;
}

/** Listen while the page is on the screen. `mayDecide`: otherwise only the keys that read. */
export function useKeys(mayDecide: boolean): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const act = actOf(event);
      if (!act || !areKeysOn.value || dialog.value || opened.value || !(mayDecide || act.reads)) return;
      event.preventDefault();
      act.run();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [mayDecide]);
  const spoken = language.value;
  useEffect(() => {
    const shown = Object.values(ACTS).filter(({ reads }) => mayDecide || reads);
    pageKeys.value = areKeysOn.value
      ? shown.map(({ keys, does }) => ({ keys: keys === "Y" ? "Y / Enter" : keys, does: x.t(does) }))
      : [];
    return () => {
      pageKeys.value = [];
    };
  }, [mayDecide, spoken, areKeysOn.value]);
}

function actOf(event: KeyboardEvent): Act | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return undefined;
  const target = event.target as HTMLElement;
  if (target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], .words, dialog"))
    return undefined;
  const key = event.key.toLowerCase();
  // Enter on a button or a link is that button's.
  if (key === "enter") return target.closest("button, a, summary, input") ? undefined : ACTS.y;
  return ACTS[key];
}
