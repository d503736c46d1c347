/** The history of a ticket: who changed what, when. */
import { asText } from "../../fields";
import { dateTime } from "../../format";
import { language, t, tOr } from "../../i18n";
import { definitions, type HistoryLine } from "../../net/tickets";
import { teams } from "../../state/store";

export function Changes({ changes }: { changes: HistoryLine[] }) {
  if (changes.length === 0) return <p class="muted">{t("history.none")}</p>;
  return (
    <ol class="changes">
      {changes.map((each) => (
        <li key={each.id}>
          <span>
            <strong>{fieldName(each.field)}</strong> <Value line={each} />
          </span>
          {each.note && <q class="muted">{each.note}</q>}
          <span class="muted">
            {each.by.name ?? t(`by.${each.by.kind}`)} ·{" "}
            <time dateTime={each.at}>{dateTime(each.at, language.value)}</time>
          </span>
        </li>
      ))}
    </ol>
  );
}

function fieldName(name: string): string {
  const added = definitions.value.find(({ key }) => key === name);
  return (
    added?.labels[language.value] ?? tOr(`change.${name}`, tOr(`field.${name}`, name.replaceAll("_", " ")))
  );
}

function Value({ line }: { line: HistoryLine }) {
  const before = words(line.field, line.before);
  const after = words(line.field, line.after);
  return (
    <>
      {before && <del>{before}</del>}
      {before && after && " → "}
      {after && <ins>{after}</ins>}
      {!after && !before && "–"}
    </>
  );
}

const MAX_CHARS = 160;

function words(field: string, value: unknown): string {
  if (value === null || value === undefined || value === "") return "";
  if (field === "links") {
    const { kind, ticket, to } = value as Record<string, string>;
    return `${ticket} ${tOr(`link.${kind}`, String(kind))} ${to}`;
  }
  if (field === "approval") {
    const { state, approver } = value as Record<string, string>;
    return tOr(`approval.${state}`, String(state), { name: approver ?? "" });
  }
  if (field === "team")
    return teams.value.find(({ id }) => id === value)?.names[language.value] ?? String(value);
  const text = asText(value);
  const named = PREFIXES[field] ? tOr(`${PREFIXES[field]}.${text}`, text) : tOr(`value.${text}`, text);
  return named.length > MAX_CHARS ? `${named.slice(0, MAX_CHARS)} …` : named;
}

const PREFIXES: Record<string, string> = {
  status: "ticket_status",
  kind: "kind",
  priority: "priority",
  outcome: "outcome",
  first_response: "due",
  resolution: "due",
};
