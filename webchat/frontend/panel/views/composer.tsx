import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { useController, useTexts } from "./context";
import { Icon } from "./icons";
import { AttachButton, Tray, takeFiles } from "./tray";

/** The server's `max_message_chars`; it has the last word, with `too_long`. */
const MAX_CHARS = 4000;

/** Where the user writes. Enter sends, Shift+Enter starts a line; what is not sent is kept. */
export function Composer({ field }: { field: RefObject<HTMLTextAreaElement | null> }) {
  const controller = useController();
  const t = useTexts();
  const draft = controller.draft.value;
  const left = MAX_CHARS - draft.length;
  const { uploads } = controller;
  const canSend = left >= 0 && !uploads.isBusy && (draft.trim() !== "" || uploads.ready.length > 0);

  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = draft ? `${area.scrollHeight + 2}px` : "";
  }, [draft, field]);

  const send = () => {
    if (!canSend) return;
    controller.sendDraft();
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  const onSubmit = (event: Event) => {
    event.preventDefault();
    send();
  };
  return (
    <form class="composer" onSubmit={onSubmit}>
      <Tray />
      <AttachButton />
      <label class="sr" for="compose">
        {t("compose")}
      </label>
      <textarea
        id="compose"
        ref={field}
        rows={1}
        value={draft}
        placeholder={t("compose_hint")}
        enterkeyhint="send"
        aria-invalid={left < 0}
        aria-describedby="chars"
        onInput={(event) => controller.write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onPaste={(event) => takeFiles(event, event.clipboardData, (files) => controller.attach(files))}
      />
      <button type="submit" class="send" aria-label={t("send")} disabled={!canSend}>
        <Icon name="send" size={22} />
      </button>
      <p id="chars" class={left < 0 ? "over" : ""} role={left < 0 ? "alert" : undefined}>
        {left < 0 ? t("chars_over", { n: -left }) : left <= 400 ? t("chars_left", { n: left }) : ""}
      </p>
    </form>
  );
}
