/** The period, and what the report is limited to. */
import { useState } from "preact/hooks";
import { language } from "../../i18n";
import type { Report } from "../../net/reports";
import { type Asked, type Preset, period, presetOf } from "./asked";
import { t, tOr } from "./texts";

const PRESETS: readonly Preset[] = ["7", "30", "90", "month", "own"];

interface Props {
  asked: Asked;
  today: string;
  choices: Report["choices"] | null;
  ask: (changed: Partial<Asked>) => void;
}

export function Filters({ asked, today, choices, ask }: Props) {
  const known = presetOf(asked, today);
  const [own, setOwn] = useState(known === "own");
  const chosen = own ? "own" : known;
  const choose = (preset: Preset) => {
    setOwn(preset === "own");
    if (preset !== "own") ask(period(preset, today));
  };
  const lists = choices && [
    {
      name: "language" as const,
      all: t("all_languages"),
      options: ["nl", "fr", "en"].map((each) => [each, tOr(`language.${each}`, each)] as const),
    },
    {
      name: "team" as const,
      all: t("all_teams"),
      options: choices.teams.map(({ id, names }) => [id, names[language.value]] as const),
    },
    {
      name: "topic" as const,
      all: t("all_topics"),
      options: choices.topics.map((each) => [each, tOr(`topic.${each}`, each)] as const),
    },
    {
      name: "site" as const,
      all: t("all_sites"),
      options: choices.sites.length > 1 ? choices.sites.map((each) => [each, each] as const) : [],
    },
  ];
  return (
    <search class="reports-filters">
      <label>
        {t("period")}
        <select value={chosen} onChange={(event) => choose(event.currentTarget.value as Preset)}>
          {PRESETS.map((preset) => (
            <option key={preset} value={preset}>
              {t(`preset.${preset}`)}
            </option>
          ))}
        </select>
      </label>
      {chosen === "own" && <OwnDates asked={asked} today={today} ask={ask} />}
      {lists?.map(
        ({ name, all, options }) =>
          (options.length > 0 || asked[name]) && (
            <label key={name}>
              {t(name)}
              <select value={asked[name]} onChange={(event) => ask({ [name]: event.currentTarget.value })}>
                <option value="">{all}</option>
                {asked[name] && !options.some(([value]) => value === asked[name]) && (
                  <option value={asked[name]}>{asked[name]}</option>
                )}
                {options.map(([value, label]) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </select>
            </label>
          ),
      )}
    </search>
  );
}

function OwnDates({ asked, today, ask }: Omit<Props, "choices">) {
  return (
    <>
      <label>
        {t("from")}
        <input
          type="date"
          value={asked.from}
          max={today}
          onChange={({ currentTarget: { value } }) => value && ask(inOrder(value, asked.to))}
        />
      </label>
      <label>
        {t("to")}
        <input
          type="date"
          value={asked.to}
          max={today}
          onChange={({ currentTarget: { value } }) => value && ask(inOrder(asked.from, value, true))}
        />
      </label>
    </>
  );
}

/** A period in order: the day that was not chosen gives way. */
function inOrder(from: string, to: string, last = false): { from: string; to: string } {
  if (from <= to) return { from, to };
  return last ? { from: to, to } : { from, to: from };
}
