import { useState } from "preact/hooks";
import type { Ack } from "../net/socket";
import { useController, useTexts } from "./context";

/** Remote help: what it means, in plain words, and the user's answer; once agreed, the way in and the way out. */
export function TakeoverCard() {
  const controller = useController();
  const t = useTexts();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const { conversation } = controller.store.state.value;
  const takeover = conversation?.takeover;
  if (!takeover) return null;
  const act = async (asked: Promise<Ack>) => {
    setBusy(true);
    // What changes comes back as state; somebody may have been quicker, then there is nothing left to answer.
    const ack = await asked;
    setFailed(!ack.ok && ack.error.code !== "not_found");
    setBusy(false);
  };
  const isAgreed = takeover.state === "accepted";
  return (
    <section class="takeover" aria-label={t("takeover")} role="group">
      <h2>{t("takeover")}</h2>
      <p role="status">
        {isAgreed
          ? t("takeover_open_text", { code: takeover.code ?? "" })
          : t("takeover_asked", { name: conversation.agent?.name ?? t("person") })}
      </p>
      {failed && <p role="alert">{t("takeover_failed")}</p>}
      <div class="takeover-acts">
        {isAgreed ? (
          <>
            {takeover.url && (
              <a class="btn" href={takeover.url} target="_blank" rel="noreferrer noopener">
                {t("takeover_open")}
              </a>
            )}
            <button
              type="button"
              class="btn quiet"
              disabled={busy}
              onClick={() => void act(controller.endTakeover())}
            >
              {t("takeover_stop")}
            </button>
          </>
        ) : (
          <>
            <button
              type="button"
              class="btn"
              disabled={busy}
              onClick={() => void act(controller.answerTakeover(true))}
            >
              {t("takeover_yes")}
            </button>
            <button
              type="button"
              class="btn quiet"
              disabled={busy}
              onClick={() => void act(controller.answerTakeover(false))}
            >
              {t("takeover_no")}
            </button>
          </>
        )}
      </div>
    </section>
  );
}
