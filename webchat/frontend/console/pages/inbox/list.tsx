/** The groups of messages, the most worthwhile first. */
import { useEffect, useRef } from "preact/hooks";
import { timeAgo } from "../../format";
import { language } from "../../i18n";
import type { Group, Item } from "../../net/inbox";
import { now } from "../../state/store";
import { x } from "./i18n";
import { currentId, isOpened, look } from "./state";
import { isLookedAt } from "./taken";

export function List({ groups }: { groups: readonly Group[] }) {
  return (
    <section class="inbox-list" aria-label={x.t("list")}>
      {groups.map((group) => (
        <One key={group.id} group={group} />
      ))}
    </section>
  );
}

function One({ group }: { group: Group }) {
  const title = group.suggestion
    ? x.t("group.maybe", { title: group.suggestion.title })
    : group.n > 1
      ? x.t("group.unnamed")
      : group.id < 0
        ? x.t("group.alone")
        : null;
  return (
    <div class="inbox-group">
      <h3>
        {title && <span class="inbox-group-title">{title}</span>}
        <span class="inbox-group-n">
          {x.tn("group.n", group.n)}
          {group.n_avoidable > 0 && (
            <>
              {" · "}
              <strong>{x.tn("group.saved", group.n_avoidable)}</strong>
            </>
          )}
        </span>
      </h3>
      <ul>
        {group.items.map((item) => (
          <Row key={item.id} item={item} />
        ))}
      </ul>
    </div>
  );
}

function Row({ item }: { item: Item }) {
  const row = useRef<HTMLButtonElement>(null);
  const isHere = currentId.value === item.id;
  useEffect(() => {
    if (isHere) row.current?.scrollIntoView({ block: "nearest" });
  }, [isHere]);
  const claim = isLookedAt(item);
  return (
    <li>
      <button
        ref={row}
        type="button"
        class="inbox-row"
        aria-current={isHere ? "true" : undefined}
        onClick={() => {
          look(item.id);
          isOpened.value = true;
        }}
      >
        <span class="inbox-row-text" lang={item.language}>
          {item.text}
        </span>
        <span class="inbox-row-meta">
          <span class="badge lang">{item.language.toUpperCase()}</span>
          {item.reasons[0] && <span>{x.t(`reason.${item.reasons[0]}`)}</span>}
          <span>{timeAgo(item.at, now.value, language.value)}</span>
          {claim && <span class="badge owner agent">{x.t("looks", { name: claim.by.name })}</span>}
        </span>
      </button>
    </li>
  );
}
