import { useEffect, useState } from "preact/hooks";
import { useController, useTexts } from "./context";

/** A connection that takes this long to come, in ms, is worth a word. */
const PATIENCE_MS = 900;

/** The state of the connection, in words. */
export function LinkBar() {
  const { link, refusal } = useController().store.state.value;
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
  return (
    <p class={words ? `link ${link}` : "sr"} role="status">
      {words}
    </p>
  );
}
