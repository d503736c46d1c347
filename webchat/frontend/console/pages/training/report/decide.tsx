/** Take the new model into use, or throw it away. */
import { useState } from "preact/hooks";
import type { Report } from "../../../net/report";
import { discard, type Models, promote, type Run } from "../../../net/training";
import { go } from "../../route";
import { Confirm } from "../confirm";
import { mayManage } from "../may";
import { modelName } from "../names";
import { t } from "../texts";
import { toneOf, verdictSentence } from "./verdict";
import { warningText } from "./verdict-card";

interface Props {
  report: Report | null;
  run: Run;
  models: Models;
  again: () => Promise<void>;
}

export function Decide({ report, run, models, again }: Props) {
  const [asking, ask] = useState<"promote" | "discard" | null>(null);
  const model = models.models.find(({ name }) => name === run.model);
  const close = () => ask(null);
  if (!model || model.state === "discarded") return <p class="training-decide">{t("decide.discarded")}</p>;
  if (model.state === "serving") {
    return (
      <p class="training-decide" role="status">
        {t(models.is_settled ? "decide.serves" : "models.settling")}
      </p>
    );
  }
  if (!mayManage()) return <p class="training-decide">{t("decide.not_yours")}</p>;
  const bad = !report || toneOf(report) === "bad";
  return (
    <div class="training-decide">
      <button type="button" class="btn" disabled={!models.is_settled} onClick={() => ask("promote")}>
        {t("decide.promote")}
      </button>
      <button type="button" class="btn quiet" onClick={() => ask("discard")}>
        {t("decide.discard")}
      </button>
      {asking === "promote" && (
        <Confirm
          title={t(report && bad ? "promote.title_bad" : "promote.title")}
          label={t(bad ? "promote.do_anyway" : "promote.do")}
          done={t("promote.done")}
          work={async () => {
            await promote(run.id);
            await again();
          }}
          close={close}
        >
          {bad && (
            <div class="training-warnings">
              <p>{report ? verdictSentence(report) : t("report.missing")}</p>
              {report?.warnings
                .filter(({ code }) => code !== "few_examples")
                .map((warning) => (
                  <p key={JSON.stringify(warning)}>{warningText(warning)}</p>
                ))}
            </div>
          )}
          <p>{t("promote.explain")}</p>
        </Confirm>
      )}
      {asking === "discard" && (
        <Confirm
          title={t("discard.title")}
          label={t("discard.do")}
          done={t("discard.done")}
          work={async () => {
            await discard(run.id);
            await again();
            go("training");
          }}
          close={close}
        >
          <p>{t("discard.explain", { model: modelName(model) })}</p>
        </Confirm>
      )}
    </div>
  );
}
