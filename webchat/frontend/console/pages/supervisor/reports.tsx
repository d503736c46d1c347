/** Reports of abuse that nobody has looked at yet. */
import { useEffect, useState } from "preact/hooks";
import { dateTime } from "../../format";
import { language, t } from "../../i18n";
import { handleReport, type Report, reports } from "../../net/supervision";
import { show } from "../../screen";
import { state } from "../../state/store";
import { Refusal, useRefusal } from "../../views/refusal";

export function Reports() {
  const [open, setOpen] = useState<Report[]>([]);
  const [error, attempt, busy] = useRefusal();
  const load = async () => setOpen((await reports()).reports);
  // A warning or an ending changes a conversation: then there may be a report.
  const changes = Object.values(state.value?.conversations ?? {}).reduce((n, each) => n + each.warnings, 0);
  useEffect(() => void attempt(load), [changes]);
  const handle = (id: number) =>
    attempt(async () => {
      await handleReport(id);
      await load();
    });
  return (
    <section class="lead-part" aria-labelledby="lead-abuse">
      <h3 id="lead-abuse">{t("abuse.reports")}</h3>
      <Refusal text={error} />
      {open.length === 0 && <p class="muted">{t("abuse.no_reports")}</p>}
      <ul class="reports">
        {open.map((each) => (
          <li key={each.id}>
            <p>
              <strong>{t(`abuse.action.${each.action}`)}</strong>{" "}
              <span class="muted">
                {each.flagged_by === "bot" ? t("abuse.by_bot") : each.agent} ·{" "}
                {dateTime(each.at, language.value)}
              </span>
            </p>
            {each.text && <blockquote lang={each.language}>{each.text}</blockquote>}
            <span class="lead-acts">
              {state.value?.conversations[each.conversation_id] && (
                <button type="button" class="btn quiet small" onClick={() => show(each.conversation_id)}>
                  {t("abuse.open")}
                </button>
              )}
              <button
                type="button"
                class="btn quiet small"
                disabled={busy}
                onClick={() => void handle(each.id)}
              >
                {t("abuse.handled")}
              </button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
