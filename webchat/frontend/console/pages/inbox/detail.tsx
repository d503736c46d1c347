/** One message: what was said, what the bot made of it, what came of it, and what it means. */
import { useEffect, useRef } from "preact/hooks";
import { dateTime } from "../../format";
import { language, t } from "../../i18n";
import type { Item } from "../../net/inbox";
import { Icon } from "../../views/icons";
import { Around } from "./around";
import { Buttons, Suggested } from "./buttons";
import { x } from "./i18n";
import { Last } from "./last";
import { current, currentId, isOpened } from "./state";
import { isLookedAt } from "./taken";
import { Outcome, Thought } from "./thought";
import { Words } from "./words-view";

export function Detail({ mayDecide }: { mayDecide: boolean }) {
  const item = current.value;
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    box.current?.scrollTo(0, 0);
    if (isOpened.value && matchMedia("(width < 56rem)").matches) box.current?.focus();
  }, [currentId.value, isOpened.value]);
  return (
    <section class="inbox-detail" aria-label={x.t("detail")} ref={box} tabIndex={-1}>
      <button
        type="button"
        class="btn quiet small inbox-back"
        onClick={() => {
          isOpened.value = false;
        }}
      >
        <Icon name="back" /> {x.t("back")}
      </button>
      {item && <Body key={item.id} item={item} mayDecide={mayDecide} />}
      {mayDecide && <Last />}
    </section>
  );
}

function Body({ item, mayDecide }: { item: Item; mayDecide: boolean }) {
  const claim = isLookedAt(item);
  return (
    <>
      <header class="inbox-said">
        <h3>
          {x.t("said_by_user")}{" "}
          <span class="muted">
            {t(`language.${item.language}`)} · {dateTime(item.at, language.value)}
          </span>
        </h3>
        {mayDecide ? (
          <Words item={item} />
        ) : (
          <blockquote lang={item.language} class="inbox-quote">
            {item.text}
          </blockquote>
        )}
      </header>
      {claim && (
        <p class="inbox-claim" role="status">
          {x.t("looks_long", { name: claim.by.name })}
        </p>
      )}
      {mayDecide ? (
        <>
          <Suggested />
          <Buttons item={item} isTaken={claim !== null} />
        </>
      ) : (
        <p class="muted">{x.t("read_only")}</p>
      )}
      <div class="inbox-facts">
        <Thought item={item} />
        <div>
          <h4>{x.t("why")}</h4>
          <ul class="inbox-reasons">
            {item.reasons.map((reason) => (
              <li key={reason}>{x.t(`reason.${reason}`)}</li>
            ))}
          </ul>
          <h4>{x.t("then")}</h4>
          <Outcome item={item} />
        </div>
      </div>
      {item.near.length > 0 && (
        <div>
          <h4>{x.t("near")}</h4>
          <ul class="inbox-near">
            {item.near.map((near) => (
              <li key={near.text}>{x.t("near.one", { text: near.text, title: near.title })}</li>
            ))}
          </ul>
        </div>
      )}
      <Around id={item.id} />
    </>
  );
}
