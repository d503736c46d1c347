/** Each figure now and with the new model, with what it means where it stands. */
import type { Difference, GroupReport } from "../../../net/report";
import { Columns, TableWrap } from "../../../views/table";
import { t } from "../texts";
import { differenceOf, FIGURES, points, share, shareOf } from "./figures";

const SAFETY = ["ask_human", "complain", "report_security_incident"] as const;

export function Figures({ group }: { group: GroupReport }) {
  return (
    <div class="training-part">
      <h3>{t("figures.title")}</h3>
      <p class="muted">{t("figures.hint")}</p>
      <TableWrap label={t("figures.title")}>
        <table class="table cards training-figures">
          <Columns
            words={[
              t("figures.figure"),
              t("figures.now"),
              t("figures.new"),
              t("figures.difference"),
              t("figures.verdict"),
            ]}
          />
          <tbody>
            {FIGURES.map((figure) => {
              const difference = differenceOf(group, figure);
              return (
                <tr key={figure}>
                  <th scope="row">
                    {t(`figure.${figure}`)}
                    <p class="training-meaning">{t(`figure.${figure}.means`)}</p>
                  </th>
                  <td data-label={t("figures.now")}>{share(shareOf(group.old, figure))}</td>
                  <td data-label={t("figures.new")}>{share(shareOf(group.new, figure))}</td>
                  <td data-label={t("figures.difference")}>
                    <Moved difference={difference} />
                  </td>
                  <td data-label={t("figures.verdict")}>
                    {difference && (
                      <span class={`training-pill ${difference.verdict}`}>
                        {t(`figures.${difference.verdict}`)}
                      </span>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </TableWrap>
      <details class="training-more-figures">
        <summary>{t("figures.safety")}</summary>
        <TableWrap label={t("figures.safety")}>
          <table class="table">
            <Columns words={[t("figures.kind"), t("figures.n"), t("figures.now"), t("figures.new")]} />
            <tbody>
              {SAFETY.map((kind) => (
                <tr key={kind}>
                  <th scope="row">{t(`safety.${kind}`)}</th>
                  <td>{group.new?.safety[kind]?.n ?? 0}</td>
                  <td>{share(group.old?.safety[kind]?.recall ?? null)}</td>
                  <td>{share(group.new?.safety[kind]?.recall ?? null)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableWrap>
      </details>
    </div>
  );
}

function Moved({ difference }: { difference: Difference | null }) {
  if (!difference) return <>–</>;
  return (
    <>
      {t("figures.points", { n: points(difference.new - difference.old) })}
      {difference.verdict !== "same" && (
        <p class="training-meaning">
          {t("figures.interval", { low: points(difference.low), high: points(difference.high) })}
        </p>
      )}
    </>
  );
}
