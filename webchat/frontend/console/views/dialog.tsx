/** A modal dialog: the browser's own, so focus stays in it and Escape closes it. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import { dialog } from "../screen";
import { Icon } from "./icons";

interface Props {
  title: string;
  wide?: boolean;
  /** For a page's own dialog; without it the console's one dialog closes. */
  close?: () => void;
  children: ComponentChildren;
}

/** The browser would start at the button that closes; who opens a form comes to fill it in. */
function firstField(box: HTMLElement): HTMLElement | null {
  const first = box.querySelector<HTMLInputElement>(":is(input, select, textarea):not(:disabled)");
  if (first?.type !== "radio") return first;
  return box.querySelector<HTMLElement>(`input[name="${first.name}"]:checked`) ?? first;
}

export const closeDialog = () => {
  dialog.value = null;
};

interface FootProps {
  /** What the form does. */
  label: string;
  disabled?: boolean;
  close?: () => void;
}

/** The end of a form: leave it, or send it. */
export function Foot({ label, disabled = false, close = closeDialog }: FootProps) {
  return (
    <footer>
      <button type="button" class="btn quiet small" onClick={close}>
        {t("action.cancel")}
      </button>
      <button type="submit" class="btn small" disabled={disabled}>
        {label}
      </button>
    </footer>
  );
}

export function Dialog({ title, wide = false, close = closeDialog, children }: Props) {
  const box = useRef<HTMLDialogElement>(null);
  const mine = useRef(dialog.peek());
  // The browser tells of a closing a moment later: by then a shortcut may have opened another dialog.
  const closed = () => {
    if (close !== closeDialog || dialog.peek() === mine.current) close();
  };
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    box.current?.showModal();
    if (box.current) firstField(box.current)?.focus();
    return () => before?.isConnected && before.focus();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click is on the backdrop; Escape is the browser's
    <dialog
      ref={box}
      class={wide ? "dialog wide" : "dialog"}
      aria-labelledby="dialog-title"
      onClose={closed}
      onClick={(event) => event.target === box.current && close()}
    >
      <div class="dialog-body">
        <header>
          <h2 id="dialog-title">{title}</h2>
          <button type="button" class="icon-btn small" aria-label={t("action.close")} onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
