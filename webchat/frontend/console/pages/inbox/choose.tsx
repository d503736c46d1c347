/** Choose a subject by typing a part of its name. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Subject } from "../../net/inbox";
import { Dialog } from "../../views/dialog";
import { search } from "./fuzzy";
import { x } from "./i18n";
import { current, decide, opened, subjects } from "./state";

const MOST = 60;

export function Choose() {
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const close = () => {
    opened.value = null;
  };
  const found = search(
    query,
    ordered(),
    ({ title, titles }) => [title, ...Object.values(titles)].join(" "),
    MOST,
  );
  const choose = (subject: Subject | undefined) => {
    if (!subject) return;
    close();
    decide("intent", { intent: subject.name, title: subject.title });
  };
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) setAt((at + by + found.length) % Math.max(1, found.length));
    if (event.key === "Enter") choose(found[at]);
    if (by || event.key === "Enter") event.preventDefault();
  };
  return (
    <Dialog title={x.t("choose.title")} wide close={close}>
      <p class="inbox-quote small" lang={current.value?.language}>
        {current.value?.text}
      </p>
      <input
        class="palette-input"
        role="combobox"
        aria-label={x.t("choose.search")}
        aria-expanded="true"
        aria-controls="inbox-subjects"
        aria-activedescendant={found[at] ? `subject-${found[at].name}` : undefined}
        placeholder={x.t("choose.search")}
        value={query}
        onKeyDown={onKeyDown}
        onInput={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
      />
      <div
        class="palette-items"
        id="inbox-subjects"
        role="listbox"
        aria-label={x.t("choose.list")}
        ref={list}
      >
        {found.map((subject, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above has the keys
          <div
            key={subject.name}
            id={`subject-${subject.name}`}
            class="palette-item"
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onClick={() => choose(subject)}
          >
            <span>{subject.title}</span>
            {subject.added && <span class="badge">{x.t("choose.added")}</span>}
            {subject.kind === "dialogue" && <span class="muted">{x.t("choose.dialogue")}</span>}
          </div>
        ))}
      </div>
      {found.length === 0 && (
        <div role="status">
          <p class="muted">{x.t("choose.none")}</p>
          <button
            type="button"
            class="btn quiet small"
            onClick={() => {
              opened.value = "create";
            }}
          >
            {x.t("create")}
          </button>
        </div>
      )}
    </Dialog>
  );
}

/** What the bot thought and what is suggested first: that is where it mostly lies. */
function ordered(): Subject[] {
  const item = current.value;
  const likely = [item?.suggestion?.intent, ...(item?.guess ?? []).map(({ intent }) => intent)];
  const all = subjects.value?.intents ?? [];
  const first = likely.flatMap((name) => all.find((subject) => subject.name === name) ?? []);
  const rest = all.filter((subject) => !first.includes(subject));
  const byTitle = (a: Subject, b: Subject) =>
    a.kind.localeCompare(b.kind) * -1 || a.title.localeCompare(b.title);
  return [...new Set([...first, ...rest.sort(byTitle)])];
}
