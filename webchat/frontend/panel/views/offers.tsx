import { useController, useTexts } from "./context";
import { Icon } from "./icons";

/** Above the composer: the article that the user was reading, and articles for what they type before the first message. */
export function Offers() {
  const controller = useController();
  const t = useTexts();
  const { conversation, messages, outbox } = controller.store.state.value;
  const isWithBot = (conversation?.owner ?? "bot") === "bot";
  const about = isWithBot ? controller.about.value : null;
  const isFirst = messages.length === 0 && outbox.length === 0;
  const found = isFirst ? controller.offers.found.value : [];
  if (!about && !found.length) return null;
  return (
    <aside class="offers" aria-label={t("offers")}>
      {found.length > 0 ? (
        <>
          <p>{t("offers")}</p>
          <ul>
            {found.map((offer) => (
              <li key={offer.article_id}>
                <a href={offer.url} target="_blank" rel="noopener" lang={offer.language}>
                  <Icon name="article" size={18} />
                  <span>
                    {offer.title}
                    <span class="sr"> ({t("article_tab")})</span>
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </>
      ) : (
        about && (
          <button type="button" onClick={() => controller.askAbout()}>
            <Icon name="article" size={18} />
            {t("about_article", { title: about.title })}
          </button>
        )
      )}
    </aside>
  );
}
