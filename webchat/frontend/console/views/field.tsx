/** One ticket field: its value, editable in place, and where it came from. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Ticket, TicketField } from "../../protocol/wire";
import { updateTicket } from "../actions";
import { asText, type Editor, isToConfirm, type ShownField, toValue } from "../fields";
import { dayOf, percent } from "../format";
import { language, t, tOr } from "../i18n";
import { useFamilyTitle } from "../net/articles";
import { definitions } from "../net/tickets";
import { jumpToMessage, show } from "../screen";
import { Icon, type IconName } from "./icons";
import { Rich } from "./rich";

export function Field({ ticket, shown }: { ticket: Ticket; shown: ShownField }) {
  const { name, field, editor, required } = shown;
  const editing = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const label = shown.label ?? tOr(`field.${name}`, name.replaceAll("_", " "));
  const topic = useFamilyTitle(name === "topic" ? asText(field?.value) : null, language.value);
  const unsure = field !== null && isToConfirm(field);

  const close = () => {
    editing.value = false;
    requestAnimationFrame(() => button.current?.focus());
  };
  const save = (value: string) => {
    close();
    const before = asText(field?.value);
    const definition = definitions.value.find(({ key }) => key === name);
    if (value.trim() !== before) void updateTicket(ticket.id, { [name]: toValue(value.trim(), definition) });
  };
  return (
    <div class={unsure ? "field unsure" : "field"}>
      <dt>
        {label}
        {required && <span title={t("field.required")}> *</span>}
      </dt>
      <dd>
        {editing.value ? (
          <Edit label={label} value={asText(field?.value)} editor={editor} onSave={save} onCancel={close} />
        ) : (
          <button
            ref={button}
            type="button"
            class={field ? "field-value" : "field-value none"}
            onClick={() => {
              editing.value = true;
            }}
          >
            <span class="sr">{label}: </span>
            {field ? (
              <Rich text={topic ?? labelOf(field.value, editor)} isInert />
            ) : (
              t(required ? "field.required" : "field.empty")
            )}
            <span class="sr">. {t("action.edit")}</span>
          </button>
        )}
        {unsure && !editing.value && (
          <button
            type="button"
            class="confirm"
            aria-label={t("field.confirm_named", { field: label })}
            onClick={() => void updateTicket(ticket.id, { [name]: field.value })}
          >
            <Icon name="check" size={12} />
            {t("field.to_confirm")}
          </button>
        )}
        {field && <Source name={name} field={field} conversationId={ticket.conversation_id} />}
      </dd>
    </div>
  );
}

const SOURCE_ICONS: Record<TicketField["source"], IconName> = {
  user: "user",
  bot: "bot",
  system: "system",
  agent: "agent",
};

/** Says where the value came from; with a message behind it, a click goes there. */
function Source({
  name,
  field,
  conversationId,
}: {
  name: string;
  field: TicketField;
  conversationId: string;
}) {
  const { source, message_seq, confidence } = field;
  const n = message_seq ?? 0;
  const from = message_seq ? t(`source.${source}_in`, { n }) : t(`source.${source}`);
  const words =
    confidence == null ? from : t("source.sure", { from, share: percent(confidence, language.value) });
  const id = `source-${name}`;
  return (
    <span class="source">
      <button
        type="button"
        class={`source-button ${source}`}
        aria-label={message_seq ? `${words}. ${t("source.show")}` : words}
        onClick={() => {
          if (!message_seq) return;
          show(conversationId);
          jumpToMessage(message_seq);
        }}
      >
        <Icon name={SOURCE_ICONS[source]} size={13} />
      </button>
      <span class="tooltip" id={id} aria-hidden="true">
        {words}
      </span>
    </span>
  );
}

interface EditProps {
  label: string;
  value: string;
  editor: Editor;
  onSave(value: string): void;
  onCancel(): void;
}

/** Enter or leaving saves, Escape leaves it as it was. */
function Edit({ label, value, editor, onSave, onCancel }: EditProps) {
  const input = useRef<HTMLInputElement & HTMLTextAreaElement & HTMLSelectElement>(null);
  const done = useRef(false);
  useEffect(() => {
    input.current?.focus();
    if (typeof editor === "string") input.current?.select();
  }, [editor]);
  const finish = (end: () => void) => {
    // Removing a focused field blurs it: only the first of both counts.
    if (done.current) return;
    done.current = true;
    end();
  };
  const shared = {
    ref: input,
    "aria-label": label,
    onBlur: () => finish(() => onSave(input.current?.value ?? value)),
    onKeyDown: (event: KeyboardEvent) => {
      const saves = event.key === "Enter" && (editor !== "text" || event.ctrlKey || event.metaKey);
      if (saves || event.key === "Escape") event.preventDefault();
      if (saves) finish(() => onSave(input.current?.value ?? value));
      else if (event.key === "Escape") finish(onCancel);
    },
  };
  if (editor === "text") return <textarea class="field-edit" rows={4} defaultValue={value} {...shared} />;
  if (editor === "date") return <input class="field-edit" type="date" defaultValue={value} {...shared} />;
  if (typeof editor === "string") {
    const mode = editor === "number" ? "decimal" : "text";
    return <input class="field-edit" inputMode={mode} defaultValue={value} {...shared} />;
  }
  const choices = editor.choices.includes(value) || !value ? editor.choices : [value, ...editor.choices];
  return (
    <select class="field-edit" {...shared}>
      {["", ...choices].map((choice) => (
        <option key={choice} value={choice} selected={choice === value}>
          {choice ? (editor.names?.[choice] ?? tOr(`value.${choice}`, choice)) : t("field.empty")}
        </option>
      ))}
    </select>
  );
}

/** Values from a list have words of their own; free text is shown as it is. */
function labelOf(value: unknown, editor: Editor): string {
  const text = asText(value);
  if (editor === "date") return dayOf(text, language.value);
  return typeof editor === "string" ? text : (editor.names?.[text] ?? tOr(`value.${text}`, text));
}
