/** The one button, or the run that is under way. */

import { useState } from "preact/hooks";
import { language } from "../../i18n";
import { cancel, type Run, type Runs, train } from "../../net/training";
import { Refusal, useRefusal } from "../../views/refusal";
import { href } from "../route";
import { duration } from "./duration";
import { Log } from "./log";
import { mayManage } from "./may";
import { explainTraining } from "./reasons";
import { t, tn, tOr } from "./texts";

interface Props {
  runs: Runs;
  changed: () => Promise<void>;
}

export function Now({ runs, changed }: Props) {
  const [error, attempt, busy] = useRefusal(explainTraining);
  const start = () =>
    attempt(async () => {
      await train();
      await changed();
    });
  return (
    <section class="card training-now" aria-labelledby="training-now">
      {runs.current ? (
        <UnderWay run={runs.current} changed={changed} />
      ) : (
        <>
          <div class="training-what">
            <h3 id="training-now">{tn("now.new", runs.new_since)}</h3>
            {runs.new_intents > 0 && <p>{tn("now.intents", runs.new_intents)}</p>}
            {runs.unanswered > 0 && (
              <p>
                {tn("now.unanswered", runs.unanswered)}{" "}
                <a href={href("inbox", "subjects")}>{t("now.subjects")}</a>
              </p>
            )}
            <p class="muted">{t(runs.new_since + runs.new_intents ? "now.ready" : "now.nothing")}</p>
            <p>
              <a href={href("inbox")}>{t("now.inbox")}</a>
            </p>
          </div>
          {mayManage() && (
            <button type="button" class="btn training-go" disabled={busy} onClick={() => void start()}>
              {t("now.train")}
            </button>
          )}
        </>
      )}
      <Refusal text={error} />
    </section>
  );
}

function UnderWay({ run, changed }: { run: Run; changed: () => Promise<void> }) {
  const [error, attempt, busy] = useRefusal(explainTraining);
  const [log, setLog] = useState(false);
  const percent = Math.round(run.progress * 100);
  const stop = () =>
    attempt(async () => {
      await cancel(run.id);
      await changed();
    });
  return (
    <div class="training-what">
      <h3 id="training-now">{t("now.under_way")}</h3>
      <p role="status">{tOr(`state.${run.state}`, run.state)}</p>
      <progress class="training-bar" value={percent} max={100} aria-label={t("now.progress")} />
      <p class="muted training-left">
        <span>{new Intl.NumberFormat(language.value, { style: "percent" }).format(percent / 100)}</span>
        <span>
          {run.left_s === null ? t("now.left_unknown") : t("now.left", { time: duration(run.left_s) })}
        </span>
      </p>
      <div class="training-acts">
        {mayManage() && (
          <button type="button" class="btn quiet small" disabled={busy} onClick={() => void stop()}>
            {t("now.cancel")}
          </button>
        )}
        <button type="button" class="btn quiet small" onClick={() => setLog(true)}>
          {t("run.log")}
        </button>
      </div>
      <p class="muted">{t("now.meanwhile")}</p>
      <Refusal text={error} />
      {log && <Log run={run} close={() => setLog(false)} />}
    </div>
  );
}
