/** The list of tickets: views, filters, rows; live, and by keys alone. */
import { useEffect, useRef } from "preact/hooks";
import { t, tn } from "../../i18n";
import type { SortKey } from "../../net/tickets";
import { onEvent } from "../../state/store";
import { Refusal, useRefusal } from "../../views/refusal";
import { BulkBar } from "./bulk";
import { FilterBar } from "./filters";
import { TicketRow } from "./row";
import { filterBy, filters, items, loadViews, more, next, nFound, refresh, tick, ticked } from "./state";
import { ViewBar } from "./views";

/** Events come in bursts; the list asks at most this often. */
const EVERY_MS = 1500;

export function TicketList() {
  const [error, attempt, busy] = useRefusal();
  const shown = filters.value;
  useEffect(() => void attempt(loadViews), []);
  useEffect(() => void attempt(refresh), [shown]);
  useLive(() => void attempt(refresh));
  return (
    <>
      <div class="page-head">
        <h2>{t("nav.tickets")}</h2>
        <ViewBar />
      </div>
      <FilterBar />
      <Refusal text={error} />
      <p class="muted found-count" role="status">
        {items.value && tn("tickets.found", nFound.value)}
      </p>
      {ticked.value.size > 0 && <BulkBar />}
      {!!items.value?.length && <Table />}
      {next.value !== null && (
        <button
          type="button"
          class="btn quiet more-tickets"
          disabled={busy}
          onClick={() => void attempt(more)}
        >
          {t("tickets.more")}
        </button>
      )}
    </>
  );
}

/** A change shows at once in its row; which rows there are, and their order, is asked soon after. */
function useLive(ask: () => void): void {
  const current = useRef(ask);
  current.current = ask;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const end = onEvent(({ event, data }) => {
      if (!["ticket_changed", "handoff_created", "conversation_changed"].includes(event)) return;
      if (event === "ticket_changed")
        items.value =
          items.value?.map((item) =>
            item.ticket.id === data.ticket.id ? { ...item, ticket: data.ticket } : item,
          ) ?? null;
      timer ??= setTimeout(() => {
        timer = null;
        current.current();
      }, EVERY_MS);
    });
    return () => {
      end();
      if (timer) clearTimeout(timer);
    };
  }, []);
}

const COLUMNS: { key: string; sort?: SortKey }[] = [
  { key: "ticket" },
  { key: "customer" },
  { key: "status" },
  { key: "priority", sort: "priority" },
  { key: "due", sort: "due" },
  { key: "agent" },
  { key: "updated", sort: "updated" },
];

function Table() {
  const rows = items.value ?? [];
  const all = rows.every(({ ticket }) => ticked.value.has(ticket.id));
  return (
    <section class="table-wrap" aria-label={t("nav.tickets")}>
      <table class="table tickets" onKeyDown={onKey}>
        <caption class="sr">{t("tickets.keys")}</caption>
        <thead>
          <tr>
            <th scope="col">
              <input
                type="checkbox"
                aria-label={t("tickets.tick_all")}
                checked={all}
                onChange={() => {
                  for (const { ticket } of rows) tick(ticket.id, !all);
                }}
              />
            </th>
            {COLUMNS.map(({ key, sort }) => (
              <th key={key} scope="col" aria-sort={sort && sortOf(sort)}>
                {sort ? <SortButton sort={sort} name={key} /> : t(`tickets.${key}` as "tickets.ticket")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((item) => (
            <TicketRow key={item.ticket.id} item={item} isTicked={ticked.value.has(item.ticket.id)} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function sortOf(key: SortKey): "ascending" | "descending" | undefined {
  const { sort } = filters.value;
  return sort === key ? "ascending" : sort === `-${key}` ? "descending" : undefined;
}

/** The first press gives the order one wants most: due soonest, newest change. */
function SortButton({ sort, name }: { sort: SortKey; name: string }) {
  const now = sortOf(sort);
  const first = sort === "updated" || sort === "created" ? (`-${sort}` as const) : sort;
  const other = first === sort ? (`-${sort}` as const) : sort;
  return (
    <button
      type="button"
      class="sort"
      onClick={() => filterBy({ sort: filters.value.sort === first ? other : first })}
    >
      {t(`tickets.${name}` as "tickets.due")}
      <span aria-hidden="true">{now === "ascending" ? "▲" : now === "descending" ? "▼" : ""}</span>
    </button>
  );
}

/** Only while the focus is in the table: plain letters are nobody's shortcut elsewhere. */
function onKey(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if (target.closest("thead") || event.ctrlKey || event.altKey || event.metaKey) return;
  const row = target.closest("tr");
  const key = event.key.toLowerCase();
  const by = { j: 1, arrowdown: 1, k: -1, arrowup: -1 }[key];
  if (by) {
    const to = by > 0 ? row?.nextElementSibling : row?.previousElementSibling;
    to?.querySelector<HTMLElement>("a")?.focus();
  } else if (key === "x") row?.querySelector<HTMLElement>("input")?.click();
  else return;
  event.preventDefault();
}
