/** Training: what is new, the run under way, the models, and the report on each new one. */
import { useEffect } from "preact/hooks";
import { history, models, runs } from "../../net/training";
import { Refusal } from "../../views/refusal";
import { History } from "./history";
import { useLive } from "./live";
import { ModelsList } from "./models";
import { loadNames } from "./names";
import { Now } from "./now";
import { ReportPage } from "./report";
import { RunsList } from "./runs";
import { t } from "./texts";
import "../../views/charts/charts.css";
import "./training.css";

export default function Training({ rest }: { rest: string[] }) {
  useEffect(() => void loadNames().catch(() => undefined), []);
  const [run] = rest;
  return run ? <ReportPage key={run} id={run} /> : <Overview />;
}

function Overview() {
  const known = useLive(runs, (found) => found.current !== null);
  const list = useLive(models, (found) => !found.is_settled);
  const past = useLive(history, ({ changes }) => changes.some((change) => change.state === "pending"));
  const changed = async () => {
    await Promise.all([known.again(), list.again(), past.again()]);
  };
  const current = known.value?.current?.id;
  // A run that has just ended brings a model.
  useEffect(() => void list.again(), [current]);
  return (
    <>
      <div class="page-head">
        <h2>{t("title")}</h2>
      </div>
      <p class="page-hint muted">{t("hint")}</p>
      <Refusal text={known.error ?? list.error ?? past.error} />
      {known.value && <Now runs={known.value} changed={changed} />}
      {list.value && <ModelsList models={list.value} changed={changed} />}
      {known.value && <RunsList first={known.value} models={list.value?.models ?? []} />}
      {past.value && <History changes={past.value.changes} models={list.value?.models ?? []} />}
    </>
  );
}
