/** Where the agent writes: a reply to the user, or a yellow note that only colleagues see. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ConversationSummary } from "../../protocol/wire";
import { filesOf } from "../../ui/uploads";
import { take, tellTyping } from "../actions";
import { uploadsOf } from "../files";
import { t } from "../i18n";
import { focusComposer } from "../keyboard";
import { commandOf, keysOf } from "../shortcuts";
import { draft, type Mode, withDraft } from "../state/outbox";
import { isMine } from "../state/select";
import { mode, outbox, send, state } from "../state/store";
import { AttachButton, Tray } from "./files";
import { Icon } from "./icons";

const MODES: Mode[] = ["message", "note"];
/** From this share of the limit on, the count is shown. */
const SHOW_COUNT_FROM = 0.8;
export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

export function Composer({ conversation }: { conversation: ConversationSummary }) {
  const mine = isMine(conversation, state.value?.meId ?? "");
  const as = mode.value;
  return (
    <section class={`composer as-${as}`} aria-label={t("composer.title")}>
      <Modes />
      {as === "message" && !mine ? (
        <NotMine conversation={conversation} />
      ) : (
        <Writing key={`${conversation.id}/${as}`} conversation={conversation} as={as} />
      )}
    </section>
  );
}

function Modes() {
  return (
    <div class="composer-modes">
      {MODES.map((each) => (
        <button
          key={each}
          type="button"
          class={`as-${each}`}
          aria-pressed={mode.value === each}
          title={keysOf(each === "note" ? "note" : "reply", isMac).join("+")}
          onClick={() => {
            mode.value = each;
          }}
        >
          {each === "note" && <Icon name="note" size={13} />}
          {t(`composer.${each}`)}
        </button>
      ))}
    </div>
  );
}

function Writing({ conversation, as }: { conversation: ConversationSummary; as: Mode }) {
  const { id } = conversation;
  const field = useRef<HTMLTextAreaElement>(null);
  const text = draft(outbox.value, id, as);
  const limit = state.value?.maxMessageChars ?? Number.POSITIVE_INFINITY;
  const tooLong = text.length > limit;
  const uploads = uploadsOf(id, as);
  const isEmpty = !text.trim() && uploads.ready.length === 0;
  const [isOver, setOver] = useState(false);
  // Before paint, so that a shortcut that switches to this mode finds the new field, not the old one.
  useLayoutEffect(() => {
    focusComposer.current = () => field.current?.focus();
    return () => tellTyping(id, false);
  }, [id]);

  const write = (value: string) => {
    outbox.value = withDraft(outbox.value, id, as, value);
    if (as === "message") tellTyping(id, value.trim() !== "");
  };
  const takeFiles = (event: Event, transfer: DataTransfer | null) => {
    const files = filesOf(transfer);
    if (!files.length) return;
    event.preventDefault();
    uploads.add(files);
  };
  const submit = () => {
    if (isEmpty || tooLong || uploads.isBusy) return;
    tellTyping(id, false);
    send(id, text.trim(), as, uploads.take());
    field.current?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files can be dropped here; the button beside does the same.
    <div
      class={isOver ? "composer-body over" : "composer-body"}
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        takeFiles(event, event.dataTransfer);
      }}
    >
      <div class="grow" data-text={`${text} `}>
        <textarea
          ref={field}
          rows={2}
          value={text}
          lang={as === "message" ? conversation.language : undefined}
          aria-label={t(`composer.${as}`)}
          aria-invalid={tooLong}
          placeholder={t(`composer.${as}_hint`)}
          onPaste={(event) => takeFiles(event, event.clipboardData)}
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (commandOf(event, true) === "send") {
              event.preventDefault();
              submit();
            }
          }}
        />
      </div>
      <Tray uploads={uploads} />
      <div class="composer-foot">
        <AttachButton uploads={uploads} />
        <span class={tooLong ? "receipt bad" : "muted"} role={tooLong ? "alert" : undefined}>
          {text.length > limit * SHOW_COUNT_FROM
            ? t("composer.count", { n: text.length, of: limit })
            : as === "note"
              ? t("composer.note_who")
              : t("composer.send_with", { keys: keysOf("send", isMac).join("+") })}
        </span>
        <button
          type="button"
          class="btn small"
          disabled={isEmpty || tooLong || uploads.isBusy}
          onClick={submit}
        >
          <Icon name={as === "note" ? "note" : "send"} size={14} />
          {t(as === "note" ? "composer.add_note" : "composer.send")}
        </button>
      </div>
    </div>
  );
}

function NotMine({ conversation }: { conversation: ConversationSummary }) {
  const { owner, status, agent, id } = conversation;
  if (status === "resolved") return <p class="not-mine">{t("composer.resolved")}</p>;
  if (owner === "agent") return <p class="not-mine">{t("composer.theirs", { name: agent?.name ?? "" })}</p>;
  return (
    <div class="not-mine">
      <p>{t(owner === "bot" ? "composer.bots" : "composer.queued")}</p>
      <button type="button" class="btn small" onClick={() => void take(id)}>
        {t("action.take")}
      </button>
    </div>
  );
}
