import { useEffect, useState } from "preact/hooks";
import type { Language } from "../../protocol/wire";
import { say, type TextKey } from "../i18n";
import { useController, useTexts } from "./context";

/** A connection that takes this long to come, in ms, is worth a word. */
const PATIENCE_MS = 900;

/** The state of the connection, and what was just done, in words. */
export function LinkBar() {
  const controller = useController();
  const { link, refusal } = controller.store.state.value;
  const told = controller.told.value;
  const t = useTexts();
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [link]);

  let words = "";
  if (link === "refused") words = t("refused", { code: refusal ?? "" });
  else if (link === "offline" && isLate) words = t("offline");
  else if (link === "connecting" && isLate) words = t("connecting");
  const looks = words ? `link ${link}` : told ? "link told" : "sr";
  return (
    <p class={looks} role="status">
      {words || (told && t(told))}
    </p>
  );
}

/** Instead of the panel: the link of a mail that opens nothing any more, or not now. */
export function DeadLink({ language, isGone }: { language: Language; isGone: boolean }) {
  const t = (key: TextKey) => say(language, key);
  return (
    <main class="dead-link">
      <h1>{t(isGone ? "link_expired" : "error_unavailable")}</h1>
      {isGone && <p>{t("link_expired_text")}</p>}
      <p>
        {isGone ? (
          <a class="btn" href={`/help/${language}`}>
            {t("new_conversation")}
          </a>
        ) : (
          <button type="button" class="btn" onClick={() => location.reload()}>
            {t("retry")}
          </button>
        )}
      </p>
    </main>
  );
}
