/** When a conversation goes to the second line, remote take-over, abuse, and the review's checklist. */
import { PRIORITIES } from "../../fields";
import { t } from "../../i18n";
import { Check, toggled } from "../../views/check";
import { asLines, DocumentForm, fromLines, NumberField, WordsField } from "./form";

export function EscalationForm() {
  return (
    <DocumentForm name="escalation">
      {({ value, change }) => (
        <>
          <fieldset class="checks">
            <legend>{t("rules.field.priorities")}</legend>
            {PRIORITIES.map((priority) => (
              <Check
                key={priority}
                label={t(`priority.${priority}`)}
                checked={value.priorities.includes(priority)}
                toggle={(on) => change({ ...value, priorities: toggled(value.priorities, priority, on) })}
              />
            ))}
          </fieldset>
          <label>
            {t("rules.field.topics")}
            <textarea
              rows={3}
              defaultValue={asLines(value.topics)}
              onChange={(event) => change({ ...value, topics: fromLines(event.currentTarget.value) })}
            />
            <span class="muted">{t("rules.one_a_line")}</span>
          </label>
          <NumberField
            label="rules.field.waiting_s"
            unit="rules.minutes"
            min={0.5}
            max={10_080}
            step={0.5}
            optional
            value={value.waiting_s === null ? null : value.waiting_s / 60}
            change={(n) => change({ ...value, waiting_s: n === null ? null : n * 60 })}
          />
        </>
      )}
    </DocumentForm>
  );
}

export function TakeOverForm() {
  return (
    <DocumentForm name="takeover">
      {({ value, change }) => (
        <label>
          {t("rules.field.link_template")}
          <input
            type="url"
            maxLength={500}
            placeholder="https://help.example.org/join/{code}"
            value={value.link_template ?? ""}
            onInput={(event) => change({ link_template: event.currentTarget.value.trim() || null })}
          />
        </label>
      )}
    </DocumentForm>
  );
}

export function AbuseForm() {
  return (
    <DocumentForm name="abuse">
      {({ value, change }) => (
        <>
          <NumberField
            label="rules.field.warnings"
            unit="rules.times"
            min={1}
            max={5}
            value={value.warnings}
            change={(n) => change({ ...value, warnings: n ?? 0 })}
          />
          <WordsField
            label={t("rules.field.contact")}
            value={value.contact}
            change={(contact) => change({ ...value, contact })}
          />
        </>
      )}
    </DocumentForm>
  );
}

export function ChecklistForm() {
  return (
    <DocumentForm name="checklist">
      {({ value, change }) => (
        <>
          {value.items.map((item, i) => (
            <div key={item.id} class="check-item">
              <WordsField
                label={t("rules.question", { n: i + 1 })}
                value={item.words}
                change={(words) =>
                  change({
                    items: value.items.map((each) => (each.id === item.id ? { ...each, words } : each)),
                  })
                }
              />
              <button
                type="button"
                class="btn quiet small"
                disabled={value.items.length === 1}
                aria-label={t("rules.remove_question", { n: i + 1 })}
                onClick={() => change({ items: value.items.filter((each) => each.id !== item.id) })}
              >
                {t("rules.remove")}
              </button>
            </div>
          ))}
          <button
            type="button"
            class="btn quiet small"
            disabled={value.items.length >= 20}
            onClick={() => {
              const id = `q_${Date.now().toString(36)}`;
              change({ items: [...value.items, { id, words: { nl: "", fr: "", en: "" } }] });
            }}
          >
            {t("rules.add_question")}
          </button>
        </>
      )}
    </DocumentForm>
  );
}
