import { useController, useTexts } from "./context";
import { Icon } from "./icons";

const TOPICS = ["topic_1", "topic_2", "topic_3", "topic_4"] as const;

/** Before the first message: a greeting and four common problems, one press each. */
export function Welcome() {
  const controller = useController();
  const t = useTexts();
  return (
    <div class="welcome">
      <span class="mark">
        <Icon name="mark" size={34} />
      </span>
      <h2>{t("hello")}</h2>
      <p>{t("hello_text")}</p>
      <h3>{t("hello_topics")}</h3>
      <ul>
        {TOPICS.map((topic) => (
          <li key={topic}>
            <button type="button" onClick={() => controller.send(t(topic))}>
              {t(topic)}
              <Icon name="send" size={18} />
            </button>
          </li>
        ))}
      </ul>
      <p>
        <a href={`/help/${controller.language.value}`} target="_blank" rel="noopener">
          {t("all_articles")}
          <span class="sr"> ({t("article_tab")})</span>
        </a>
      </p>
    </div>
  );
}
