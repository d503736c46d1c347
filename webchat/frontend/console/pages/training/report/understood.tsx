/** Each question that the new model understands otherwise: before, after, and what is meant. */
import { useState } from "preact/hooks";
import type { ChangedIntent, Group } from "../../../net/report";
import { Columns, TableWrap } from "../../../views/table";
import { intentName } from "../names";
import { t, tn } from "../texts";
import { roundShare } from "./figures";

const FIRST = 10;

export function Understood({ changes, group }: { changes: readonly ChangedIntent[]; group: Group }) {
  const [all, setAll] = useState(false);
  const mine = changes.filter((each) => group === "all" || each.language === group);
  const shown = all ? mine : mine.slice(0, FIRST);
  return (
    <div class="training-part">
      <h3>{t("understood.title")}</h3>
      <p class="muted">{t("understood.means")}</p>
      {mine.length === 0 ? (
        <p class="empty">{t("understood.none")}</p>
      ) : (
        <TableWrap label={t("understood.title")}>
          <table class="table cards">
            <Columns
              words={[
                t("changed.question"),
                t("understood.truth"),
                t("figures.now"),
                t("figures.new"),
                t("figures.verdict"),
              ]}
            />
            <tbody>
              {shown.map((each) => (
                <tr key={each.id}>
                  <td lang={each.language}>{each.text}</td>
                  <td data-label={t("understood.truth")}>
                    {each.truth ? intentName(each.truth) : t("understood.no_topic")}
                  </td>
                  <td data-label={t("figures.now")}>
                    {intentName(each.old.intent)} <span class="muted">{roundShare(each.old.confidence)}</span>
                  </td>
                  <td data-label={t("figures.new")}>
                    {intentName(each.new.intent)} <span class="muted">{roundShare(each.new.confidence)}</span>
                  </td>
                  <td data-label={t("figures.verdict")}>
                    <span class={`training-pill ${each.effect}`}>{t(`understood.${each.effect}`)}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableWrap>
      )}
      {mine.length > FIRST && (
        <button
          type="button"
          class="btn quiet small training-more"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? t("list.fewer") : tn("list.all", mine.length)}
        </button>
      )}
    </div>
  );
}
