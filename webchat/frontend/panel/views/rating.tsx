import { useState } from "preact/hooks";
import { useController, useTexts } from "./context";
import { Icon } from "./icons";

const SCORES = [1, 2, 3, 4, 5];

/** At the end: a score with an optional comment, and what to do next. */
export function Rating() {
  const controller = useController();
  const t = useTexts();
  const [score, setScore] = useState(controller.suggestedScore);
  const [comment, setComment] = useState("");
  const isRated = controller.store.state.value.conversation?.rated;

  const onSubmit = (event: Event) => {
    event.preventDefault();
    if (score) void controller.rate(score, comment);
  };
  return (
    <div class="ending">
      {isRated ? (
        <p class="thanks" role="status">
          {t("rate_thanks")}
        </p>
      ) : (
        <form onSubmit={onSubmit}>
          <fieldset>
            <legend>{t("rate_title")}</legend>
            <p>{t("rate_text")}</p>
            <div class="stars">
              {SCORES.map((n) => (
                <label key={n} class={n <= score ? "on" : ""}>
                  <input
                    type="radio"
                    name="score"
                    value={n}
                    checked={n === score}
                    onChange={() => setScore(n)}
                  />
                  <span class="sr">{t("rate_score", { n })}</span>
                  <Icon name="star" size={30} />
                </label>
              ))}
            </div>
          </fieldset>
          {score > 0 && (
            <>
              <label class="comment">
                {t("rate_comment")}
                <textarea
                  rows={2}
                  maxLength={2000}
                  value={comment}
                  onInput={(event) => setComment(event.currentTarget.value)}
                />
              </label>
              <button type="submit" class="btn">
                {t("rate_send")}
              </button>
            </>
          )}
        </form>
      )}
      <p>{t("closed_text")}</p>
      <p class="choices">
        <button type="button" class="btn quiet" onClick={() => controller.reopen()}>
          {t("reopen")}
        </button>
        <button type="button" class="btn quiet" onClick={() => controller.startAnew()}>
          {t("new_conversation")}
        </button>
      </p>
    </div>
  );
}
