/** The list over the composer: what opens it, what the keys do, what a choice writes. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ConversationSummary } from "../../protocol/wire";
import { told } from "../actions";
import { draft, type Mode, withCard } from "../state/outbox";
import { outbox } from "../state/store";
import { type Item, useItems } from "./completion";
import { replaced, type Trigger, triggerAt } from "./trigger";

/** The list that the text before the caret asks for, and the keys that work it. */
export function useList(
  conversation: ConversationSummary,
  as: Mode,
  field: { current: HTMLTextAreaElement | null },
  write: (value: string) => void,
) {
  const { id } = conversation;
  const [trigger, setTrigger] = useState<Trigger | null>(null);
  const [at, setAt] = useState(0);
  const caret = useRef<number | null>(null);
  const items = useItems(trigger, conversation);
  useLayoutEffect(() => {
    if (caret.current !== null) field.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });

  const look = () => {
    const element = field.current;
    if (!element) return;
    const next = triggerAt(element.value, element.selectionStart, as);
    setTrigger(next);
    if (next?.query !== trigger?.query) setAt(0);
  };
  const dismiss = () => setTrigger(null);
  const choose = (item: Item) => {
    if (!trigger) return;
    const end = field.current?.selectionStart ?? 0;
    setTrigger(null);
    item.choose().then(({ text, card }) => {
      const [value, to] = replaced(draft(outbox.value, id, as), end, trigger, text);
      if (card && as === "message") outbox.value = withCard(outbox.value, id, card);
      caret.current = to;
      write(value);
      field.current?.focus();
    }, told);
  };
  /** Returns whether the key was for the list. */
  const onKey = (event: KeyboardEvent): boolean => {
    if (!trigger || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const n = items?.length ?? 0;
    if (event.key === "Escape") dismiss();
    else if (by && n) setAt((at + by + n) % n);
    else if ((event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) && items?.[at])
      choose(items[at]);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { trigger, items, at, look, dismiss, choose, onKey };
}
