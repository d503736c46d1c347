/** The menu of pages: a rail beside the page, a bar below it on a phone. */
import { nOwn } from "../alerts/own";
import { t } from "../i18n";
import { pagesOf } from "../pages";
import { href, route } from "../pages/route";
import { agent } from "../state/store";
import { Icon } from "./icons";

export function Nav() {
  const pages = pagesOf(agent.value?.role ?? "");
  if (pages.length < 2) return null;
  return (
    <nav class="nav" aria-label={t("nav.title")}>
      {pages.map((page) => (
        <a
          key={page.id}
          href={href(page.id)}
          class="nav-item"
          aria-current={route.value.page === page.id ? "page" : undefined}
        >
          <Icon name={page.icon} size={20} />
          <span>{t(page.label)}</span>
          {page.id === "day" && nOwn.value > 0 && (
            <span class="nav-count">
              {nOwn.value} <span class="sr">{t("day.waiting")}</span>
            </span>
          )}
        </a>
      ))}
    </nav>
  );
}
