/** The menu of pages: a rail beside the page; on a phone a bar below it, with the last ones behind "More". */
import { useEffect } from "preact/hooks";
import { nOwn } from "../alerts/own";
import { t } from "../i18n";
import { type Page, pagesOf } from "../pages";
import { href, route } from "../pages/route";
import { otherRoom, room } from "../room";
import { pane } from "../screen";
import { inboxCount } from "../state/badges";
import { agent, incidents } from "../state/store";
import { Icon } from "./icons";
import { usePopover } from "./popover";

const N_ON_BAR = 4;

export function Nav() {
  const pages = pagesOf(agent.value?.role ?? "");
  return (
    <nav class="nav" aria-label={t("nav.title")}>
      {pages.slice(0, N_ON_BAR).map((page) => (
        <Item key={page.id} page={page} />
      ))}
      <Rest pages={pages.slice(N_ON_BAR)} />
    </nav>
  );
}

/** On a wide screen these stand in the rail like the others. */
function Rest({ pages }: { pages: readonly Page[] }) {
  const { isOpen, box, button, onKeyDown } = usePopover();
  const { page: shown } = route.value;
  useEffect(() => {
    isOpen.value = false;
  }, [shown, isOpen]);
  const isHere = pages.some(({ id }) => id === shown);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the menu from anywhere inside it
    <div class="nav-more" ref={box} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        class={isHere ? "nav-item nav-more-button here" : "nav-item nav-more-button"}
        aria-expanded={isOpen.value}
        aria-controls="nav-rest"
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        <Icon name="more" size={20} />
        <span>{t("more.title")}</span>
      </button>
      <div id="nav-rest" class={isOpen.value ? "nav-rest open" : "nav-rest"}>
        {pages.map((page) => (
          <Item key={page.id} page={page} />
        ))}
        <OtherRoom />
      </div>
    </div>
  );
}

/** The way between the console and the knowledge desk, for who works in both. */
function OtherRoom() {
  if (pagesOf(agent.value?.role ?? "", otherRoom).length === 0) return null;
  return (
    <a href={`/${otherRoom}`} class="nav-item nav-room">
      <Icon name={room === "desk" ? "agent" : "book"} size={20} />
      <span>{t(`nav.room.${otherRoom}`)}</span>
    </a>
  );
}

function Item({ page }: { page: Page }) {
  return (
    <a
      href={href(page.id)}
      class="nav-item"
      aria-current={route.value.page === page.id ? "page" : undefined}
      onClick={() => {
        // On a phone, back from one conversation to all of them.
        if (page.id === "chats") pane.value = "list";
      }}
    >
      <Icon name={page.icon} size={20} />
      <span>{t(page.label)}</span>
      {page.id === "inbox" && !!inboxCount.value && (
        <span class="nav-count">
          {inboxCount.value} <span class="sr">{t("nav.inbox.waiting")}</span>
        </span>
      )}
      {page.id === "incidents" && incidents.value.n_signals > 0 && (
        <span class="nav-count">
          {incidents.value.n_signals} <span class="sr">{t("nav.incidents.waiting")}</span>
        </span>
      )}
      {page.id === "day" && nOwn.value > 0 && (
        <span class="nav-count">
          {nOwn.value} <span class="sr">{t("day.waiting")}</span>
        </span>
      )}
    </a>
  );
}
