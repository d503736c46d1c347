/** The audit log: search it, read it, take it along. */
import { useEffect, useState } from "preact/hooks";
import { dateTime } from "../../format";
import { language, t, tOr } from "../../i18n";
import { type Entry, entries, type Found, query, type Search } from "../../net/audit";
import { Refusal, useRefusal } from "../../views/refusal";
import { Head, TableWrap } from "../../views/table";
import { ACTS, actName, detailsOf, targetName } from "./acts";
import "./audit.css";

const ALL: Search = { q: "", act: "", since: "", until: "" };

export default function Audit() {
  const [search, setSearch] = useState(ALL);
  const [found, setFound] = useState<Entry[] | null>(null);
  const [names, setNames] = useState<Found["names"]>({});
  const [next, setNext] = useState<number | null>(null);
  const [error, attempt, busy] = useRefusal();
  const load = (before: number | null) =>
    attempt(async () => {
      const page = await entries(search, before);
      setFound((shown) => (before === null ? page.entries : [...(shown ?? []), ...page.entries]));
      setNames((known) => ({ ...known, ...page.names }));
      setNext(page.next);
    });
  useEffect(() => {
    const soon = setTimeout(() => void load(null), 250);
    return () => clearTimeout(soon);
  }, [search]);
  return (
    <>
      <div class="page-head">
        <h2>{t("nav.audit")}</h2>
        <a class="btn quiet small" href={`/api/audit.csv?${query(search)}`} download>
          {t("audit.export")}
        </a>
      </div>
      <p class="muted audit-hint">{t("audit.chain")}</p>
      <Filters search={search} change={setSearch} />
      <Refusal text={error} />
      {found?.length === 0 && (
        <p class="empty" role="status">
          {t("audit.none")}
        </p>
      )}
      {!!found?.length && (
        <TableWrap label={t("nav.audit")}>
          <table class="table cards audit">
            <Head names={["audit.when", "audit.who", "audit.act", "audit.what", "audit.details"]} />
            <tbody>
              {found.map((entry) => (
                <Line key={entry.id} entry={entry} names={names} />
              ))}
            </tbody>
          </table>
        </TableWrap>
      )}
      {next !== null && (
        <button type="button" class="btn quiet audit-more" disabled={busy} onClick={() => void load(next)}>
          {t("audit.more")}
        </button>
      )}
    </>
  );
}

function Filters({ search, change }: { search: Search; change: (search: Search) => void }) {
  const set = (field: keyof Search) => (event: Event) =>
    change({ ...search, [field]: (event.currentTarget as HTMLInputElement).value });
  return (
    <search class="audit-filters">
      <label class="audit-words">
        <span class="sr">{t("audit.search")}</span>
        <input
          type="search"
          maxLength={200}
          placeholder={t("audit.search")}
          value={search.q}
          onInput={set("q")}
        />
      </label>
      <label>
        <span class="sr">{t("audit.act")}</span>
        <select value={search.act} onChange={set("act")}>
          <option value="">{t("audit.every_act")}</option>
          {ACTS.map((act) => (
            <option key={act} value={act}>
              {actName(act)}
            </option>
          ))}
        </select>
      </label>
      <label class="audit-day">
        {t("audit.since")}
        <input type="date" value={search.since} onChange={set("since")} />
      </label>
      <label class="audit-day">
        {t("audit.until")}
        <input type="date" value={search.until} onChange={set("until")} />
      </label>
    </search>
  );
}

function Line({ entry, names }: { entry: Entry; names: Found["names"] }) {
  const who = entry.actor_name ?? tOr(`audit.${entry.actor_kind}`, entry.actor_kind);
  return (
    <tr>
      <td>
        <time dateTime={entry.at}>{dateTime(entry.at, language.value)}</time>
      </td>
      <td data-label={t("audit.who")}>{who}</td>
      <td data-label={t("audit.act")}>{actName(entry.act)}</td>
      <td class="audit-id" data-label={t("audit.what")}>
        {targetName(entry, names)}
      </td>
      <td class="audit-id" data-label={t("audit.details")}>
        {detailsOf(entry, names)}
      </td>
    </tr>
  );
}
