/** What a button opens and closes: a press outside or Escape closes it too. */
import { type Signal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

export interface Popover {
  isOpen: Signal<boolean>;
  /** Around the button and what it opens. */
  box: RefObject<HTMLDivElement | null>;
  button: RefObject<HTMLButtonElement | null>;
  /** On the box. */
  onKeyDown: (event: KeyboardEvent) => void;
}

export function usePopover(): Popover {
  const isOpen = useSignal(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const leave = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) isOpen.value = false;
    };
    document.addEventListener("pointerdown", leave);
    return () => document.removeEventListener("pointerdown", leave);
  }, [isOpen]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !isOpen.value) return;
    isOpen.value = false;
    button.current?.focus();
  };
  return { isOpen, box, button, onKeyDown };
}
