/** What is taken for what: the pairs that moved with their sentences, and the whole picture as a matrix. */
import { useState } from "preact/hooks";
import type { Confusion, Group, MatrixOf, Side } from "../../../net/report";
import { Matrix } from "../../../views/charts/matrix";
import { Numbers } from "../../../views/charts/numbers";
import { intentName } from "../names";
import { t, tn } from "../texts";

interface Props {
  confusions: readonly Confusion[];
  matrix: MatrixOf | null;
  group: Group;
  hasOld: boolean;
}

export function Confusions({ confusions, matrix, group, hasOld }: Props) {
  return (
    <div class="training-part">
      <h3>{t("confusions.title")}</h3>
      <p class="muted">{t("confusions.means")}</p>
      {hasOld && <Moved confusions={confusions} group={group} />}
      {matrix && <Drawn matrix={matrix} hasOld={hasOld} />}
    </div>
  );
}

const FIRST = 8;

/** How often in the languages that are shown. */
const times = (counts: Confusion["old"], group: Group) =>
  group === "all" ? Object.values(counts).reduce((sum, n) => sum + n, 0) : (counts[group] ?? 0);

function Moved({ confusions, group }: { confusions: readonly Confusion[]; group: Group }) {
  const [all, setAll] = useState(false);
  const moved = confusions
    .map((each) => ({ ...each, was: times(each.old, group), is: times(each.new, group) }))
    .map((each) => ({
      ...each,
      questions: each.questions.filter((q) => group === "all" || q.language === group),
    }))
    .filter((each) => each.questions.length > 0);
  const shown = all ? moved : moved.slice(0, FIRST);
  if (moved.length === 0) return <p class="empty">{t("confusions.none")}</p>;
  return (
    <>
      <ul class="training-confusions">
        {shown.map((each) => (
          <li key={`${each.truth} ${each.said}`}>
            <details>
              <summary>
                <span>
                  {t("confusions.pair", { truth: intentName(each.truth), said: intentName(each.said) })}{" "}
                  <span
                    class={`training-pill ${each.is < each.was ? "better" : each.is > each.was ? "worse" : ""}`}
                  >
                    {t("confusions.count", { was: each.was, is: each.is })}
                  </span>
                </span>
              </summary>
              <ul>
                {each.questions.map((question) => (
                  <li key={`${question.id}${question.side}`}>
                    <q lang={question.language}>{question.text}</q>{" "}
                    <span class="muted">
                      {t(question.side === "old" ? "confusions.gone" : "confusions.came")}
                    </span>
                  </li>
                ))}
              </ul>
            </details>
          </li>
        ))}
      </ul>
      {moved.length > FIRST && (
        <button type="button" class="btn quiet small" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t("list.fewer") : tn("list.all", moved.length)}
        </button>
      )}
    </>
  );
}

function Drawn({ matrix, hasOld }: { matrix: MatrixOf; hasOld: boolean }) {
  const [side, setSide] = useState<Side>("new");
  const cells = matrix[side] ?? matrix.new;
  const names = [...matrix.intents.map(intentName), t("matrix.rest")];
  if (matrix.intents.length === 0) return <p>{t("matrix.perfect")}</p>;
  const wrong = cells.flatMap((row, at) =>
    row
      .map((n, column) => [names[at] ?? "", names[column] ?? "", n] as const)
      .filter(([, , n], column) => column !== at && n > 0),
  );
  return (
    <>
      <h4>{t("matrix.title")}</h4>
      <p class="muted">{t("matrix.means")}</p>
      {hasOld && (
        <fieldset class="training-languages">
          <legend>{t("matrix.of")}</legend>
          {(["new", "old"] as const).map((each) => (
            <label key={each} class="training-choice">
              <input type="radio" name="matrix-of" checked={side === each} onChange={() => setSide(each)} />
              <span>{t(each === "new" ? "figures.new" : "figures.now")}</span>
            </label>
          ))}
        </fieldset>
      )}
      <Matrix
        label={t("matrix.title")}
        names={names}
        cells={cells}
        say={(row, column, n) =>
          row === column
            ? tn("matrix.right", n, { intent: names[row] ?? "" })
            : tn("matrix.wrong", n, { truth: names[row] ?? "", said: names[column] ?? "" })
        }
      />
      {!!matrix.rest_wrong[side] && (
        <p class="muted">{tn("matrix.rest_wrong", matrix.rest_wrong[side] ?? 0)}</p>
      )}
      <Numbers
        label={t("chart.numbers")}
        caption={t("matrix.title")}
        head={[t("matrix.truth"), t("matrix.said"), t("figures.n")]}
        rows={[...wrong].sort((a, b) => b[2] - a[2]).map((row) => [...row])}
      />
    </>
  );
}
