/** What waits: the list left, the message and the decision right; on a phone one after the other. */
import { useEffect } from "preact/hooks";
import type { Language } from "../../../protocol/wire";
import { LANGUAGES, t } from "../../i18n";
import { REASONS, type Reason } from "../../net/inbox";
import { inboxCount } from "../../state/badges";
import { Refusal, useRefusal } from "../../views/refusal";
import { Choose } from "./choose";
import { Create } from "./create";
import { Detail } from "./detail";
import { x } from "./i18n";
import { areKeysOn, switchKeys, useKeys } from "./keys";
import { Last } from "./last";
import { List } from "./list";
import { flat } from "./queue";
import {
  askBeforeLeaving,
  current,
  filters,
  groups,
  hold,
  isOpened,
  letGo,
  load,
  loadSubjects,
  more,
  next,
  opened,
  said,
} from "./state";

const TYPING_MS = 200;

export function Waiting({ mayDecide }: { mayDecide: boolean }) {
  const [error, attempt, busy] = useRefusal();
  const chosen = filters.value;
  useKeys(mayDecide);
  // While somebody types, only the last of what was asked for is fetched.
  useEffect(() => {
    const timer = setTimeout(() => void attempt(load), groups.peek() ? TYPING_MS : 0);
    return () => clearTimeout(timer);
  }, [chosen]);
  useEffect(() => void attempt(loadSubjects), []);
  useEffect(() => (mayDecide ? letGo : undefined), [mayDecide]);
  useEffect(() => {
    addEventListener("beforeunload", askBeforeLeaving);
    return () => removeEventListener("beforeunload", askBeforeLeaving);
  }, []);
  const id = current.value?.id ?? null;
  useEffect(() => (id === null ? undefined : hold(id, mayDecide)), [id, mayDecide]);
  const known = groups.value;
  return (
    <>
      <p class="muted inbox-intro">{x.t("intro")}</p>
      <Filters mayDecide={mayDecide} />
      <Refusal text={error} />
      <News refresh={() => void attempt(load)} />
      {known && known.length === 0 && (
        <>
          <Nothing />
          {mayDecide && <Last />}
        </>
      )}
      {known && known.length > 0 && (
        <div class="inbox-panes" data-open={isOpened.value}>
          <div class="inbox-side">
            <List groups={known} />
            {next.value !== null && (
              <button
                type="button"
                class="btn quiet small"
                disabled={busy}
                onClick={() => void attempt(more)}
              >
                {x.t("more")}
              </button>
            )}
          </div>
          <Detail mayDecide={mayDecide} />
        </div>
      )}
      {opened.value === "choose" && <Choose />}
      {opened.value === "create" && <Create />}
      <div class="sr" role="status">
        {said.value}
      </div>
    </>
  );
}

function Filters({ mayDecide }: { mayDecide: boolean }) {
  const { language, reason, q } = filters.value;
  const change = (to: Partial<typeof filters.value>) => {
    filters.value = { ...filters.value, ...to };
  };
  return (
    <form class="inbox-filters" onSubmit={(event) => event.preventDefault()}>
      <label>
        <span>{x.t("filter.language")}</span>
        <select
          value={language ?? ""}
          onChange={(event) => change({ language: (event.currentTarget.value || undefined) as Language })}
        >
          <option value="">{x.t("filter.all_languages")}</option>
          {LANGUAGES.map((each) => (
            <option key={each} value={each}>
              {t(`language.${each}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{x.t("filter.reason")}</span>
        <select
          value={reason ?? ""}
          onChange={(event) => change({ reason: (event.currentTarget.value || undefined) as Reason })}
        >
          <option value="">{x.t("filter.all_reasons")}</option>
          {REASONS.map((each) => (
            <option key={each} value={each}>
              {x.t(`reason.${each}`)}
            </option>
          ))}
        </select>
      </label>
      <label class="inbox-search">
        <span>{x.t("filter.text")}</span>
        <input type="search" value={q ?? ""} onInput={(event) => change({ q: event.currentTarget.value })} />
      </label>
      {mayDecide && (
        <label class="inbox-keys">
          <input
            type="checkbox"
            checked={areKeysOn.value}
            onChange={(event) => switchKeys(event.currentTarget.checked)}
          />
          <span>
            {x.t("keys.on")} <kbd>?</kbd>
          </span>
        </label>
      )}
    </form>
  );
}

/** The list does not move under somebody's hands: what is new is told, and comes when asked for. */
function News({ refresh }: { refresh: () => void }) {
  const here = flat(groups.value ?? []).length;
  const isWhole = next.value === null && Object.values(filters.value).every((value) => !value);
  const isNew = isWhole && groups.value !== null && (inboxCount.value ?? 0) > here;
  return (
    <div role="status" class="inbox-news">
      {isNew && (
        <button type="button" class="btn quiet small" onClick={refresh}>
          {x.t("news")}
        </button>
      )}
    </div>
  );
}

function Nothing() {
  const isFiltered = Object.values(filters.value).some(Boolean);
  if (isFiltered)
    return (
      <div class="inbox-empty">
        <p>{x.t("filter.none")}</p>
        <button
          type="button"
          class="btn quiet small"
          onClick={() => {
            filters.value = {};
          }}
        >
          {x.t("filter.clear")}
        </button>
      </div>
    );
  return (
    <div class="inbox-empty">
      <h3>{x.t("empty.title")}</h3>
      <p class="muted">{x.t("empty.text")}</p>
    </div>
  );
}
