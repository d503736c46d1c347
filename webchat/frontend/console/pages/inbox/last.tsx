/** The last decision: what it was, what it is for, what to mind, and the way back. */
import type { Hint, Item } from "../../net/inbox";
import { Key } from "./buttons";
import { x } from "./i18n";
import { trail, undo } from "./state";

export function Last() {
  const step = trail.value.at(-1);
  if (!step) return null;
  const parts = new Set(step.rows?.map(({ part }) => part).filter((part) => part !== null));
  const hints = distinct(step.rows ?? []);
  return (
    <aside class="inbox-last" aria-label={x.t("last")}>
      <p>
        <strong>{step.title}</strong>{" "}
        {step.rows === null ? (
          <span class="muted">{x.t("saving")}</span>
        ) : (
          [...parts].map((part) => (
            <span key={part} class="badge" title={x.t(`part.${part}.hint`)}>
              {x.t(`part.${part}`)}
            </span>
          ))
        )}
        <button type="button" class="btn quiet small" onClick={undo}>
          {x.t("undo")} <Key name="U" />
        </button>
      </p>
      {hints.map((hint) => (
        <p key={hint} class="inbox-hint">
          {hint}
        </p>
      ))}
    </aside>
  );
}

export function hintText(hint: Hint): string {
  if (hint.code === "unbalanced") return x.t("hint.unbalanced", hint.counts);
  if (hint.code === "contradicts") return x.t("hint.contradicts", { text: hint.text, title: hint.title });
  return hint.code === "known" ? x.t("hint.known", { text: hint.text }) : x.t("hint.sure");
}

const MOST_HINTS = 3;

function distinct(rows: readonly Item[]): string[] {
  return [...new Set(rows.flatMap(({ hints }) => hints.map(hintText)))].slice(0, MOST_HINTS);
}
