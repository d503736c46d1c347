/** The fields of one step of a macro. */
import { FIELDS, OUTCOMES } from "../../fields";
import { LANGUAGES, t, tOr } from "../../i18n";
import { state } from "../../state/store";
import { teamName } from "../../teams";
import type { Step } from "../../tools/replies";

interface Props {
  step: Step;
  change: (step: Step) => void;
}

const CHOICES = Object.entries(FIELDS).flatMap(([name, editor]): [string, readonly string[]][] =>
  typeof editor === "object" && name !== "language" ? [[name, editor.choices]] : [],
);
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
      return <TransferField step={step} change={change} />;
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

/** A colleague or a team, in one list. */
function TransferField({ step, change }: { step: Step & { do: "transfer" }; change: Props["change"] }) {
  const choose = (value: string) => {
    const [kind, ...id] = value.split(":");
    const to = id.join(":");
    change({ do: "transfer", ...(kind === "team" ? { team_id: to } : { agent_id: to }) });
  };
  return (
    <label>
      {t("macro.to")}
      <select
        value={step.team_id ? `team:${step.team_id}` : `agent:${step.agent_id}`}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        <optgroup label={t("presence.colleagues")}>
          {Object.values(state.value?.agents ?? {}).map((agent) => (
            <option key={agent.id} value={`agent:${agent.id}`}>
              {agent.name}
            </option>
          ))}
        </optgroup>
        <optgroup label={t("macro.teams")}>
          {(state.value?.teams ?? []).map((team) => (
            <option key={team.id} value={`team:${team.id}`}>
              {teamName(team)}
            </option>
          ))}
        </optgroup>
      </select>
    </label>
  );
}

/** What can be chosen from; the priority follows from impact and urgency. */
function LevelFields({
  fields,
  change,
}: {
  fields: Record<string, string | null>;
  change: (f: Record<string, string | null>) => void;
}) {
  return (
    <>
      {CHOICES.map(([name, choices]) => (
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
            {choices.map((level) => (
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
