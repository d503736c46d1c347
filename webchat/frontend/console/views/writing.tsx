/** The field of the composer: draft, lists while typing, the article that goes along, a warning before talking over. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ConversationSummary } from "../../protocol/wire";
import { filesOf } from "../../ui/uploads";
import { tellTyping } from "../actions";
import { uploadsOf } from "../files";
import { t } from "../i18n";
import { focusComposer, taking } from "../screen";
import { commandOf, keysOf } from "../shortcuts";
import { draft, type Mode, withCard, withDraft } from "../state/outbox";
import { outbox, send, state } from "../state/store";
import { Completion, optionId } from "../tools/completion";
import { useList } from "../tools/list";
import { AttachButton, Tray } from "./files";
import { Icon } from "./icons";
import { Meanwhile, useMeanwhile } from "./meanwhile";

/** From this share of the limit on, the count is shown. */
const SHOW_COUNT_FROM = 0.8;
export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

interface Props {
  conversation: ConversationSummary;
  as: Mode;
}

/** Nothing has the focus; on a phone that is left so, for its keyboard would hide what was said. */
const hasLostFocus = () => document.activeElement === document.body && matchMedia("(hover: hover)").matches;

export function Writing({ conversation, as }: Props) {
  const { id } = conversation;
  const field = useRef<HTMLTextAreaElement>(null);
  const text = draft(outbox.value, id, as);
  const limit = state.value?.maxMessageChars ?? Number.POSITIVE_INFINITY;
  const tooLong = text.length > limit;
  const uploads = uploadsOf(id, as);
  const isEmpty = !text.trim() && uploads.ready.length === 0;
  const [isOver, setOver] = useState(false);
  const meanwhile = useMeanwhile(id, as, text !== "");
  // Before paint, so that a shortcut that switches to this mode finds the new field, not the old one.
  useLayoutEffect(() => {
    focusComposer.current = () => field.current?.focus();
    if (taking.current === id) {
      taking.current = null;
      requestAnimationFrame(() => hasLostFocus() && field.current?.focus());
    }
    return () => tellTyping(id, false, as === "note");
  }, [id, as]);

  const write = (value: string) => {
    outbox.value = withDraft(outbox.value, id, as, value);
    tellTyping(id, value.trim() !== "", as === "note");
  };
  const list = useList(conversation, as, field, write);
  const takeFiles = (event: Event, transfer: DataTransfer | null) => {
    const files = filesOf(transfer);
    if (!files.length) return;
    event.preventDefault();
    uploads.add(files);
  };
  const submit = () => {
    if (isEmpty || tooLong || uploads.isBusy || meanwhile.holdsBack()) return;
    tellTyping(id, false, as === "note");
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
      {list.trigger && (
        <Completion
          trigger={list.trigger}
          items={list.items}
          at={list.at}
          language={conversation.language}
          choose={list.choose}
        />
      )}
      <Meanwhile came={meanwhile.came} isHeld={meanwhile.isHeld} />
      <div class="grow" data-text={`${text} `}>
        <textarea
          ref={field}
          rows={2}
          value={text}
          lang={as === "message" ? conversation.language : undefined}
          aria-label={t(`composer.${as}`)}
          aria-invalid={tooLong}
          aria-autocomplete="list"
          aria-controls={list.items?.length ? "completion" : undefined}
          aria-activedescendant={list.items?.length ? optionId(list.at) : undefined}
          placeholder={t(`composer.${as}_hint`)}
          onPaste={(event) => takeFiles(event, event.clipboardData)}
          onInput={(event) => {
            write(event.currentTarget.value);
            list.look();
          }}
          onClick={list.look}
          onKeyUp={(event) => event.key.startsWith("Arrow") && !list.trigger && list.look()}
          onBlur={list.dismiss}
          onKeyDown={(event) => {
            if (list.onKey(event)) return;
            if (commandOf(event, true) === "send") {
              event.preventDefault();
              submit();
            }
          }}
        />
      </div>
      {as === "message" && <CardChip id={id} />}
      <Tray uploads={uploads} />
      <div class="composer-foot">
        <AttachButton uploads={uploads} />
        <span class={tooLong ? "receipt bad" : "muted"} role={tooLong ? "alert" : undefined}>
          {text.length > limit * SHOW_COUNT_FROM
            ? t("composer.count", { n: text.length, of: limit })
            : as === "note"
              ? t("composer.note_who")
              : t("composer.send_with", { keys: keysOf("send", isMac).join("+") })}
          <span class="composer-signs">{t(`composer.signs_${as}`)}</span>
        </span>
        <button
          type="button"
          class="btn small"
          disabled={isEmpty || tooLong || uploads.isBusy}
          onClick={submit}
        >
          <Icon name={as === "note" ? "note" : "send"} size={14} />
          {t(
            meanwhile.isHeld ? "composer.send_anyway" : as === "note" ? "composer.add_note" : "composer.send",
          )}
        </button>
      </div>
    </div>
  );
}

function CardChip({ id }: { id: string }) {
  const card = outbox.value.cards[id];
  if (!card) return null;
  return (
    <p class="card-chip">
      <Icon name="article" size={14} />
      <span lang={card.language}>{card.title}</span>
      <button
        type="button"
        class="icon-btn small"
        aria-label={t("composer.drop_card", { title: card.title })}
        onClick={() => {
          outbox.value = withCard(outbox.value, id, null);
        }}
      >
        <Icon name="close" size={12} />
      </button>
    </p>
  );
}
