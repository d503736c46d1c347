/** Which model served when, and who decided so. */
import { dateTime } from "../../format";
import { language } from "../../i18n";
import type { Change, Model } from "../../net/training";
import { modelName } from "./names";
import { t, tOr } from "./texts";

export function History({ changes, models }: { changes: readonly Change[]; models: readonly Model[] }) {
  const name = (of: string) => modelName(models.find((model) => model.name === of));
  return (
    <div class="training-part">
      <h3>{t("history.title")}</h3>
      {changes.length === 0 ? (
        <p class="empty">{t("history.none")}</p>
      ) : (
        <ol class="training-history">
          {changes.map((change) => (
            <li key={change.id}>
              <time class="muted" dateTime={change.at}>
                {dateTime(change.at, language.value)}
              </time>
              <span>
                {tOr(`history.${change.kind}`, change.kind, {
                  who: change.by?.name ?? t("by.product"),
                  model: name(change.model),
                })}
              </span>
              {change.state !== "done" && (
                <span class={`training-pill ${change.state === "failed" ? "bad" : ""}`}>
                  {t(`history.${change.state}`)}
                </span>
              )}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
