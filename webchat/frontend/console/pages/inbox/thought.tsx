/** What the bot thought, in words and bars, and what happened then. */
import { percent } from "../../format";
import { language } from "../../i18n";
import type { Item } from "../../net/inbox";
import { x } from "./i18n";

/** How sure that is, as one would say it. */
function sureness(confidence: number): "sure" | "fairly" | "doubt" | "guess" {
  if (confidence >= 0.8) return "sure";
  if (confidence >= 0.5) return "fairly";
  return confidence >= 0.25 ? "doubt" : "guess";
}

export function Thought({ item }: { item: Item }) {
  return (
    <div>
      <h4>{x.t("thought")}</h4>
      {item.guess.length === 0 && <p class="muted">{x.t("thought.none")}</p>}
      <ol class="inbox-guesses">
        {item.guess.map(({ intent, title, confidence }) => (
          <li key={intent}>
            <span>{title}</span>
            <span class="muted">
              {x.t(`sure.${sureness(confidence)}`)}, {percent(confidence, language.value)}
            </span>
            <span class="inbox-bar" aria-hidden="true">
              <i style={{ width: `${Math.round(confidence * 100)}%` }} />
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

export function Outcome({ item: { outcome, avoidable } }: { item: Item }) {
  return (
    <div class="inbox-outcome">
      <p>
        {x.t(`outcome.${outcome.kind}`)}
        {outcome.ticket && (
          <>
            {" "}
            (<a href={`/console#/tickets/${outcome.ticket.number}`}>{outcome.ticket.number}</a>)
          </>
        )}
      </p>
      {avoidable && <p>{x.t("outcome.avoidable")}</p>}
      {outcome.solution && (
        <figure>
          <figcaption>{x.t("solution")}</figcaption>
          <blockquote>{outcome.solution}</blockquote>
        </figure>
      )}
    </div>
  );
}
