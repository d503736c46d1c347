/** The figures: now, before, the difference, of how many, and what each means. */
import { language } from "../../i18n";
import type { Figure } from "../../net/reports";
import { amount, difference } from "./format";
import { t, tn } from "./texts";

/** Which way is better; what is in neither is only different. */
const MORE_IS_BETTER = new Set([
  "solved",
  "sla_first_response",
  "sla_resolution",
  "csat_mean",
  "csat_share",
  "helpful",
]);
const LESS_IS_BETTER = new Set([
  "left",
  "reopened",
  "first_response_median",
  "first_response_p90",
  "wait_median",
  "wait_p90",
  "gave_up",
  "resolution_median",
]);

export function Figures({ figures }: { figures: readonly Figure[] }) {
  const groups = [...new Set(figures.map(({ group }) => group))];
  return (
    <>
      {groups.map((group) => {
        const of = figures.filter((figure) => figure.group === group);
        return (
          <section key={group} class="reports-part" aria-labelledby={`reports-${group}`}>
            <h3 id={`reports-${group}`}>{of[0]?.group_label}</h3>
            <ul class="reports-figures">
              {of.map((figure) => (
                <Card key={figure.key} figure={figure} />
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}

function Card({ figure }: { figure: Figure }) {
  const { label, unit, value, before, n } = figure;
  return (
    <li class="reports-figure" data-figure={figure.key}>
      <h4>{label}</h4>
      <p class="reports-value">
        {amount(value, unit, language.value)}
        {n !== null && value !== null && <small>{tn("of", n)}</small>}
      </p>
      <p class="reports-before">
        {figure.difference !== null && <Change figure={figure} />}
        <span>{t("was", { value: amount(before, unit, language.value) })}</span>
      </p>
      <details>
        <summary>
          {t("what")}
          <span class="sr"> {label}</span>
        </summary>
        <p>{figure.definition}</p>
      </details>
    </li>
  );
}

function Change({ figure }: { figure: Figure }) {
  const by = figure.difference ?? 0;
  const way = by === 0 ? null : goodness(figure.key, by);
  return (
    <span class={`reports-change ${way ?? ""}`}>
      {difference(by, figure.unit, language.value)}
      {way && <span class="sr"> ({t(way)})</span>}
    </span>
  );
}

export function goodness(key: string, by: number): "better" | "worse" | null {
  if (!MORE_IS_BETTER.has(key) && !LESS_IS_BETTER.has(key)) return null;
  return by > 0 === MORE_IS_BETTER.has(key) ? "better" : "worse";
}
