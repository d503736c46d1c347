/** What was reviewed: supervisors see all, agents what is about them. */
import { useEffect, useState } from "preact/hooks";
import { dateTime, percent } from "../../format";
import { language, t } from "../../i18n";
import { type Review, reviews } from "../../net/supervision";
import { show } from "../../screen";
import { state } from "../../state/store";
import { Refusal, useRefusal } from "../../views/refusal";
import "./reviews.css";

export default function Reviews() {
  const [found, setFound] = useState<Review[]>([]);
  const [next, setNext] = useState<number | null>(null);
  const [loaded, setLoaded] = useState(false);
  const [error, attempt, busy] = useRefusal();
  const load = (before: number | null) =>
    attempt(async () => {
      const page = await reviews(before);
      setFound(before === null ? page.reviews : [...found, ...page.reviews]);
      setNext(page.next);
      setLoaded(true);
    });
  useEffect(() => void load(null), []);
  return (
    <>
      <div class="page-head">
        <h2>{t("nav.reviews")}</h2>
      </div>
      <Refusal text={error} />
      {loaded && found.length === 0 && <p class="muted">{t("review.none")}</p>}
      <ul class="reviews">
        {found.map((each) => (
          <li key={each.id}>
            <One review={each} />
          </li>
        ))}
      </ul>
      {next !== null && (
        <button type="button" class="btn quiet small" disabled={busy} onClick={() => void load(next)}>
          {t("review.more")}
        </button>
      )}
    </>
  );
}

function One({ review }: { review: Review }) {
  return (
    <details>
      <summary>
        <strong>{percent(review.score, language.value)}</strong> {review.agent.name}{" "}
        <span class="muted">
          {review.number} · {t("review.by", { name: review.reviewer.name })} ·{" "}
          {dateTime(review.at, language.value)}
        </span>
      </summary>
      {review.remarks && <p class="remarks">{review.remarks}</p>}
      <dl>
        {review.answers.map(({ id, words, answer }) => (
          <div key={id} class={`answer ${answer}`}>
            <dt>{words[language.value]}</dt>
            <dd>{t(`review.answer.${answer}`)}</dd>
          </div>
        ))}
      </dl>
      {state.value?.conversations[review.conversation_id] && (
        <button type="button" class="btn quiet small" onClick={() => show(review.conversation_id)}>
          {t("abuse.open")}
        </button>
      )}
    </details>
  );
}
