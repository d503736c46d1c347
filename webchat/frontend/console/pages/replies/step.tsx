/** The fields of one step of a macro. */
import { LANGUAGES, t, tOr } from "../../i18n";
import { state } from "../../state/store";
import type { Step } from "../../tools/replies";

interface Props {
  step: Step;
  change: (step: Step) => void;
}

const OUTCOMES = ["solved", "not_solved", "duplicate", "no_answer", "spam"] as const;
const LEVELS = ["low", "medium", "high"] as const;
const MINUTES = [30, 60, 240, 1440, 2880, 10_080] as const;

export function StepFields({ step, change }: Props) {
  switch (step.do) {
    case "reply":
      return (
        <>
          {LANGUAGES.map((each) => (
            <label key={each}>
              {t("macro.text_in", { language: t(`language.${each}`) })}
              <textarea
                rows={2}
                lang={each}
                maxLength={4000}
                value={step.texts[each] ?? ""}
                onInput={(event) =>
                  change({ ...step, texts: { ...step.texts, [each]: event.currentTarget.value } })
                }
              />
            </label>
          ))}
        </>
      );
    case "note":
      return (
        <label>
          {t("composer.note")}
          <textarea
            rows={2}
            required
            class="note-field"
            maxLength={4000}
            value={step.text}
            onInput={(event) => change({ ...step, text: event.currentTarget.value })}
          />
        </label>
      );
    case "set_fields":
      return <LevelFields fields={step.fields} change={(fields) => change({ ...step, fields })} />;
    case "snooze":
      return (
        <label>
          {t("macro.for")}
          <select
            value={String(step.minutes)}
            onChange={(event) => change({ ...step, minutes: Number(event.currentTarget.value) })}
          >
            {[...new Set([...MINUTES, step.minutes])].map((minutes) => (
              <option key={minutes} value={String(minutes)}>
                {tOr(`macro.minutes_${minutes}`, String(minutes))}
              </option>
            ))}
          </select>
        </label>
      );
    case "transfer":
      return (
        <label>
          {t("macro.to")}
          <select
            value={step.agent_id}
            onChange={(event) => change({ ...step, agent_id: event.currentTarget.value })}
          >
            {Object.values(state.value?.agents ?? {}).map((agent) => (
              <option key={agent.id} value={agent.id}>
                {agent.name}
              </option>
            ))}
          </select>
        </label>
      );
    case "resolve":
      return (
        <>
          <label>
            {t("resolve.outcome")}
            <select
              value={step.outcome}
              onChange={(event) => change({ ...step, outcome: event.currentTarget.value })}
            >
              {OUTCOMES.map((each) => (
                <option key={each} value={each}>
                  {t(`outcome.${each}`)}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t("resolve.solution")}
            <textarea
              rows={2}
              maxLength={4000}
              value={step.solution ?? ""}
              onInput={(event) => change({ ...step, solution: event.currentTarget.value })}
            />
          </label>
        </>
      );
    default:
      return null;
  }
}

/** Impact and urgency: the priority follows from these. */
function LevelFields({
  fields,
  change,
}: {
  fields: Record<string, string | null>;
  change: (f: Record<string, string | null>) => void;
}) {
  return (
    <>
      {["impact", "urgency"].map((name) => (
        <label key={name}>
          {tOr(`field.${name}`, name)}
          <select
            value={fields[name] ?? ""}
            onChange={(event) => {
              const { [name]: _, ...others } = fields;
              const value = event.currentTarget.value;
              change(value ? { ...others, [name]: value } : others);
            }}
          >
            <option value="">{t("macro.unchanged")}</option>
            {LEVELS.map((level) => (
              <option key={level} value={level}>
                {tOr(`value.${level}`, level)}
              </option>
            ))}
          </select>
        </label>
      ))}
    </>
  );
}
