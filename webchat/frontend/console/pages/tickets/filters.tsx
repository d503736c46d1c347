/** Which tickets: words, and one choice for each thing that can be asked. */
import { useEffect, useState } from "preact/hooks";
import { CATEGORIES, KINDS, PRIORITIES } from "../../fields";
import { LANGUAGES, t, tOr } from "../../i18n";
import type { Filters, Sort, SortKey } from "../../net/tickets";
import { state, teams } from "../../state/store";
import { teamName } from "../../teams";
import { filterBy, filters, OPEN } from "./state";

const STATUSES = ["new", "open", "pending", "closed", "merged"] as const;
const TYPING_MS = 200;

export function FilterBar() {
  const now = filters.value;
  const agents = Object.values(state.value?.agents ?? {}).sort((a, b) => a.name.localeCompare(b.name));
  const status = now.status ?? [];
  const statusValue = status.length === OPEN.length ? "unsolved" : (status[0] ?? "");
  return (
    <search class="ticket-filters">
      <Words />
      <Choice
        name="status"
        value={statusValue}
        change={(value) =>
          filterBy({
            status: value === "unsolved" ? OPEN : value ? [value as (typeof STATUSES)[number]] : [],
          })
        }
        options={[
          ["unsolved", t("tickets.unsolved")],
          ...STATUSES.map((each) => [each, t(`ticket_status.${each}`)] as const),
        ]}
      />
      <Choice
        name="agent"
        value={now.agent ?? ""}
        change={(agent) => filterBy({ agent })}
        options={[
          ["me", t("tickets.me")],
          ["none", t("tickets.nobody")],
          ...agents.map(({ id, name }) => [id, name] as const),
        ]}
      />
      <Choice
        name="priority"
        value={now.priority?.[0] ?? ""}
        change={(value) => filterBy({ priority: listOf<"low">(value) })}
        options={PRIORITIES.map((each) => [each, t(`priority.${each}`)])}
      />
      <Choice
        name="kind"
        value={now.kind?.[0] ?? ""}
        change={(value) => filterBy({ kind: listOf<"request">(value) })}
        options={KINDS.map((each) => [each, t(`kind.${each}`)])}
      />
      <More />
    </search>
  );
}

function More() {
  const now = filters.value;
  return (
    <details class="more-filters" open={!!(now.language || now.category || now.promise || now.created_from)}>
      <summary>{t("tickets.more_filters")}</summary>
      <div class="ticket-filters">
        {teams.value.length > 1 && (
          <Choice
            name="team"
            value={now.team?.[0] ?? ""}
            change={(value) => filterBy({ team: listOf<string>(value) })}
            options={teams.value.map((team) => [team.id, teamName(team)])}
          />
        )}
        <Choice
          name="language"
          value={now.language ?? ""}
          change={(value) => filterBy({ language: value as "nl" })}
          options={LANGUAGES.map((each) => [each, t(`language.${each}`)])}
        />
        <Choice
          name="category"
          value={now.category ?? ""}
          change={(value) => filterBy({ category: value })}
          options={CATEGORIES.map((each) => [each, tOr(`value.${each}`, each)])}
        />
        <Choice
          name="promise"
          value={now.promise ?? ""}
          change={(value) => filterBy({ promise: value as "warning" })}
          options={[
            ["warning", t("due.warning")],
            ["breached", t("due.breached")],
          ]}
        />
        <label class="sort-choice">
          {t("tickets.sort")}
          <select
            value={now.sort ?? "-updated"}
            onChange={(event) => filterBy({ sort: event.currentTarget.value as Sort })}
          >
            {(["due", "priority", "-updated", "-created"] as const).map((each) => (
              <option key={each} value={each}>
                {t(`tickets.by_${each.replace("-", "") as SortKey}`)}
              </option>
            ))}
          </select>
        </label>
        <Day name="created_from" />
        <Day name="created_until" />
      </div>
    </details>
  );
}

function listOf<T extends string>(value: string): T[] {
  return value ? [value as T] : [];
}

/** What is typed shows at once; the list follows when the typing rests. */
function Words() {
  const [text, setText] = useState(filters.value.q ?? "");
  const outside = filters.value.q ?? "";
  useEffect(() => setText(outside), [outside]);
  useEffect(() => {
    const soon = setTimeout(() => text !== outside && filterBy({ q: text }), TYPING_MS);
    return () => clearTimeout(soon);
  }, [text]);
  return (
    <label class="words">
      <span class="sr">{t("tickets.search")}</span>
      <input
        type="search"
        maxLength={200}
        placeholder={t("tickets.search")}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </label>
  );
}

interface ChoiceProps {
  name: "status" | "agent" | "priority" | "kind" | "team" | "language" | "category" | "promise";
  value: string;
  options: readonly (readonly [string, string])[];
  change(value: string): void;
}

function Choice({ name, value, options, change }: ChoiceProps) {
  return (
    <label>
      {t(`tickets.${name}`)}
      <select value={value} onChange={(event) => change(event.currentTarget.value)}>
        <option value="">{t("tickets.any")}</option>
        {options.map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A day in the reader's time zone; the last day counts whole. */
function Day({ name }: { name: "created_from" | "created_until" }) {
  const at = filters.value[name];
  const shift = name === "created_until" ? 1 : 0;
  const change = (day: string) => {
    const start = new Date(`${day}T00:00:00`);
    start.setDate(start.getDate() + shift);
    filterBy({ [name]: day ? start.toISOString() : "" } as Filters);
  };
  return (
    <label>
      {t(`tickets.${name}`)}
      <input type="date" value={at ? dayOf(at, shift) : ""} onChange={(e) => change(e.currentTarget.value)} />
    </label>
  );
}

function dayOf(at: string, shift: number): string {
  const day = new Date(at);
  day.setDate(day.getDate() - shift);
  const pad = (n: number) => String(n).padStart(2, "0");
  return `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;
}
