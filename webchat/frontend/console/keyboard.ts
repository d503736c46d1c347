/** Connects key presses to commands. */
import { room } from "./room";
import { dialog, focusComposer, openDialog, pane, show } from "./screen";
import { type Command, commandOf } from "./shortcuts";
import { isMine, listed } from "./state/select";
import { mode, search, selected, selectedId, state, tab } from "./state/store";

export function listenToKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (!state.value || event.isComposing) return;
    const altGraph = event.getModifierState("AltGraph");
    const { key, code, altKey, ctrlKey, metaKey } = event;
    const press = { key, code, altKey, ctrlKey, metaKey, altGraph };
    const command = commandOf(press, isTyping(event.target));
    // The composer itself sends; it knows its text.
    if (!command || command === "send") return;
    if (dialog.value && command !== "palette") return;
    if (!isCommandHere(command)) return;
    event.preventDefault();
    run(command);
  });
}

/** On the desk only what is not about chats; a page has its own keys. */
export function isCommandHere(command: Command): boolean {
  return room === "console" || command === "palette" || command === "help";
}

/** Do what a shortcut or the palette asks. */
export function run(command: Command): void {
  const conversation = selected.value;
  const mine = !!conversation && isMine(conversation, state.value?.meId ?? "");
  if (command === "next") step(1);
  else if (command === "previous") step(-1);
  else if (command === "palette" || command === "help") openDialog(command);
  else if (command === "reply") compose("message");
  else if (command === "note") compose("note");
  else if ((command === "resolve" || command === "snooze") && mine) openDialog(command);
}

/** Move up or down the list that is shown. */
function step(by: 1 | -1): void {
  if (!state.value) return;
  const list = listed(state.value, tab.value, search.value);
  const at = list.findIndex((conversation) => conversation.id === selectedId.value);
  const to = at < 0 ? 0 : Math.min(list.length - 1, Math.max(0, at + by));
  const target = list[to];
  if (target) show(target.id);
}

function compose(as: "message" | "note"): void {
  if (!selected.value) return;
  mode.value = as;
  pane.value = "conversation";
  requestAnimationFrame(() => focusComposer.current?.());
}

function isTyping(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return !!element?.closest?.("input, textarea, select, [contenteditable]");
}
