/** The left column: tabs, search and the conversations. Only the rows in view exist, whatever their number. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { ConversationSummary } from "../../protocol/wire";
import { type Key, t, tn } from "../i18n";
import { counts, listed, TABS, type Tab } from "../state/select";
import { search, selectedId, state, tab } from "../state/store";
import { Icon } from "./icons";
import { Row } from "./row";

/** Height of a row in rem, as list.css has it: a fixed height is what makes the window cheap. */
const ROW_REM = 6.25;
const MARGIN_ROWS = 6;

export function List() {
  if (!state.value) return null;
  const rows = listed(state.value, tab.value, search.value);
  return (
    <section class="list" aria-label={t("list.title")}>
      <Tabs />
      <label class="search">
        <Icon name="search" />
        <span class="sr">{t("list.search")}</span>
        <input
          type="search"
          value={search.value}
          placeholder={t("list.search")}
          onInput={(event) => {
            search.value = event.currentTarget.value;
          }}
        />
      </label>
      <div class="list-panel" role="tabpanel" id="list-panel" aria-labelledby={`tab-${tab.value}`}>
        {rows.length > 0 ? <Rows rows={rows} /> : <Empty />}
      </div>
      <p class="sr" role="status">
        {search.value && tn("list.found", rows.length)}
      </p>
    </section>
  );
}

function Tabs() {
  if (!state.value) return null;
  const n = counts(state.value);
  const move = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const to = TABS[(TABS.indexOf(tab.value) + by + TABS.length) % TABS.length] as Tab;
    tab.value = to;
    document.getElementById(`tab-${to}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={t("list.title")} onKeyDown={move}>
      {TABS.map((each) => (
        <button
          key={each}
          id={`tab-${each}`}
          type="button"
          role="tab"
          aria-selected={tab.value === each}
          aria-controls="list-panel"
          tabIndex={tab.value === each ? 0 : -1}
          onClick={() => {
            tab.value = each;
          }}
        >
          {t(`tab.${each}`)} <span class="count">{n[each]}</span>
        </button>
      ))}
    </div>
  );
}

function Rows({ rows }: { rows: ConversationSummary[] }) {
  const box = useRef<HTMLDivElement>(null);
  const view = useSignal({ top: 0, height: 800 });
  const rowPx = ROW_REM * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const measure = () => {
    const element = box.current;
    if (element) view.value = { top: element.scrollTop, height: element.clientHeight };
  };
  useLayoutEffect(measure, []);
  useLayoutEffect(() => keepInView(box.current, rows, rowPx), [selectedId.value]);

  const first = Math.max(0, Math.floor(view.value.top / rowPx) - MARGIN_ROWS);
  const last = Math.min(rows.length, Math.ceil((view.value.top + view.value.height) / rowPx) + MARGIN_ROWS);
  const visible = rows.slice(first, last);
  const tabStop = visible.find((row) => row.id === selectedId.value)?.id ?? visible[0]?.id;
  return (
    <div class="rows" ref={box} onScroll={measure}>
      <ul
        style={{ paddingTop: `${first * rowPx}px`, paddingBottom: `${(rows.length - last) * rowPx}px` }}
        onKeyDown={arrows}
      >
        {visible.map((row, i) => (
          <Row
            key={row.id}
            conversation={row}
            place={first + i + 1}
            of={rows.length}
            tabStop={row.id === tabStop}
          />
        ))}
      </ul>
    </div>
  );
}

/** Arrow keys walk the rows; Tab leaves the list. */
function arrows(event: KeyboardEvent): void {
  const row = (event.target as HTMLElement).closest("li");
  const to = { ArrowDown: row?.nextElementSibling, ArrowUp: row?.previousElementSibling }[event.key];
  if (!to) return;
  event.preventDefault();
  to.querySelector<HTMLElement>(".row-open")?.focus();
}

function keepInView(box: HTMLElement | null, rows: ConversationSummary[], rowPx: number): void {
  const at = rows.findIndex((row) => row.id === selectedId.value);
  if (!box || at < 0) return;
  const top = at * rowPx;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + rowPx > box.scrollTop + box.clientHeight) box.scrollTop = top + rowPx - box.clientHeight;
}

function Empty() {
  const searching = search.value.trim() !== "";
  const key = (searching ? "empty.search" : `empty.${tab.value}`) as Key;
  return (
    <div class="empty">
      <Icon name={searching ? "search" : "inbox"} size={28} />
      <p>{t(key)}</p>
      {searching && (
        <button
          type="button"
          class="btn quiet small"
          onClick={() => {
            search.value = "";
          }}
        >
          {t("list.clear")}
        </button>
      )}
    </div>
  );
}
