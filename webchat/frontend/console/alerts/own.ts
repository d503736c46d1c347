/** What is for me personally: a colleague mentioned me, a follow-up or call-back is due. */
import { computed, effect } from "@preact/signals";
import type { Reminder } from "../../protocol/wire";
import { readMentions } from "../actions";
import { t } from "../i18n";
import { route } from "../pages/route";
import { toast } from "../screen";
import { now, selectedId, state } from "../state/store";
import { unmasked } from "../summary";
import { announcement } from "./alerts";
import { play } from "./sound";

export function isDue(reminder: Reminder, at: number): boolean {
  return Date.parse(reminder.at) <= at;
}

/** How much of mine asks to be looked at: the number at "My day". */
export const nOwn = computed(() => {
  if (!state.value) return 0;
  const due = Object.values(state.value.reminders).filter((reminder) => isDue(reminder, now.value));
  return Object.keys(state.value.mentions).length + due.length;
});

export function startOwnAlerts(): void {
  const told = new Set<string>();
  let who: string | null = null;
  effect(() => {
    const known = state.value;
    if (!known) return;
    if (who !== known.meId) told.clear();
    who = known.meId;
    for (const mention of Object.values(known.mentions))
      tell(told, `mention:${mention.id}`, t("mention.notice", { name: mention.by.name }), mention.text);
    for (const reminder of Object.values(known.reminders))
      if (isDue(reminder, now.value))
        tell(
          told,
          `reminder:${reminder.id}:${reminder.at}`,
          t(`reminder.due_${reminder.kind}`),
          reminder.note,
        );
  });
  // What stands on the screen was seen.
  effect(() => {
    const id = route.value.page === "chats" ? selectedId.value : null;
    const isMentioned = Object.values(state.value?.mentions ?? {}).some(
      (each) => each.conversation_id === id,
    );
    if (id && isMentioned && document.visibilityState === "visible") void readMentions(id);
  });
}

function tell(told: Set<string>, key: string, title: string, text: string | null | undefined): void {
  if (told.has(key)) return;
  told.add(key);
  const words = text ? `${title} ${unmasked(text).slice(0, 100)}` : title;
  announcement.value = words;
  toast(words);
  play("message");
}
