/** One change for all ticked tickets, with what came of each. */
import { useState } from "preact/hooks";
import { explain } from "../../actions";
import { KINDS, OUTCOMES, PRIORITIES } from "../../fields";
import { t, tn } from "../../i18n";
import { type BulkResult, bulk, type Change, LINK_KINDS, type LinkKind } from "../../net/tickets";
import { toast } from "../../screen";
import { state, teams } from "../../state/store";
import { teamName } from "../../teams";
import { Refusal, useRefusal } from "../../views/refusal";
import { items, refresh, ticked } from "./state";

const ACTS = ["assign", "priority", "kind", "team", "close", "link"] as const;
type Act = (typeof ACTS)[number];
const MAX_AT_ONCE = 100;

export function BulkBar() {
  const [act, setAct] = useState<Act>("assign");
  const [refused, setRefused] = useState<BulkResult[]>([]);
  const [error, attempt, busy] = useRefusal();
  const ids = [...ticked.value];
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const value = String(form.get("value"));
    void attempt(async () => {
      const results: BulkResult[] = [];
      for (let from = 0; from < ids.length; from += MAX_AT_ONCE)
        results.push(...(await bulk(ids.slice(from, from + MAX_AT_ONCE), ...asked(act, value, form))));
      const done = results.filter(({ ok }) => ok);
      setRefused(results.filter(({ ok }) => !ok));
      if (done.length > 0) toast(tn("bulk.done", done.length));
      ticked.value = new Set(results.filter(({ ok }) => !ok).map(({ ticket }) => ticket));
      await refresh();
    });
  };
  return (
    <form class="bulk" onSubmit={submit} aria-label={t("bulk.title")}>
      <strong role="status">{tn("bulk.ticked", ids.length)}</strong>
      <label>
        <span class="sr">{t("bulk.what")}</span>
        <select value={act} onChange={(event) => setAct(event.currentTarget.value as Act)}>
          {ACTS.filter((each) => each !== "team" || teams.value.length > 1).map((each) => (
            <option key={each} value={each}>
              {t(`bulk.${each}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="sr">{t("bulk.to")}</span>
        <select key={act} name="value">
          {options(act).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </label>
      {act === "link" && (
        <label>
          <span class="sr">{t("link.number")}</span>
          <input name="to" required maxLength={64} placeholder="FL-1042" autocomplete="off" />
        </label>
      )}
      <button type="submit" class="btn small" disabled={busy}>
        {t("bulk.apply")}
      </button>
      <button
        type="button"
        class="btn quiet small"
        onClick={() => {
          ticked.value = new Set();
        }}
      >
        {t("bulk.none")}
      </button>
      <Refusal text={error} />
      {refused.length > 0 && (
        <ul class="refused" role="alert">
          {refused.map(({ ticket, error: why }) => (
            <li key={ticket}>
              {items.value?.find((item) => item.ticket.id === ticket)?.ticket.number ?? ticket}:{" "}
              {why && explain({ code: why.code, message: "", params: why.params as Record<string, string> })}
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}

function options(act: Act): readonly (readonly [string, string])[] {
  switch (act) {
    case "assign":
      return [
        ["", t("owner.queue")],
        ...Object.values(state.value?.agents ?? {})
          .filter(({ status }) => status !== "offline")
          .sort((a, b) => a.name.localeCompare(b.name))
          .map(({ id, name }) => [id, name] as const),
      ];
    case "priority":
      return PRIORITIES.map((each) => [each, t(`priority.${each}`)]);
    case "kind":
      return KINDS.map((each) => [each, t(`kind.${each}`)]);
    case "team":
      return teams.value.map((team) => [team.id, teamName(team)]);
    case "close":
      return OUTCOMES.map((each) => [each, t(`outcome.${each}`)]);
    case "link":
      return LINK_KINDS.map((each) => [each, t(`link.${each}`)]);
  }
}

function asked(act: Act, value: string, form: FormData): [Change | null, [LinkKind, string] | null] {
  switch (act) {
    case "assign":
      return [{ agent_id: value || null }, null];
    case "close":
      return [{ status: "closed", outcome: value }, null];
    case "link":
      return [null, [value as LinkKind, String(form.get("to")).trim()]];
    default:
      return [{ [act]: value }, null];
  }
}
