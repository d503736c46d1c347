/** The runs so far, newest first. */
import { useState } from "preact/hooks";
import { dateTime } from "../../format";
import { language } from "../../i18n";
import { type Model, type Run, type Runs, runs } from "../../net/training";
import { Refusal, useRefusal } from "../../views/refusal";
import { Columns, TableWrap } from "../../views/table";
import { href } from "../route";
import { Log } from "./log";
import { t, tOr } from "./texts";

export function RunsList({ first, models }: { first: Runs; models: readonly Model[] }) {
  const [more, setMore] = useState<Run[]>([]);
  const [next, setNext] = useState<string | null | undefined>(undefined);
  const [log, setLog] = useState<Run | null>(null);
  const [error, attempt, busy] = useRefusal();
  const shown = [...first.runs, ...more.filter((run) => !first.runs.some(({ id }) => id === run.id))];
  const from = next === undefined ? first.next : next;
  const older = () =>
    attempt(async () => {
      const page = await runs(from);
      setMore([...more, ...page.runs]);
      setNext(page.next);
    });
  return (
    <div class="training-part">
      <h3>{t("runs.title")}</h3>
      {shown.length === 0 ? (
        <p class="empty">{t("runs.none")}</p>
      ) : (
        <TableWrap label={t("runs.title")}>
          <table class="table cards">
            <Columns
              words={[t("runs.when"), t("runs.by"), t("runs.examples"), t("runs.outcome")]}
              acts={t("runs.acts")}
            />
            <tbody>
              {shown.map((run) => (
                <Line key={run.id} run={run} models={models} openLog={() => setLog(run)} />
              ))}
            </tbody>
          </table>
        </TableWrap>
      )}
      <Refusal text={error} />
      {from && (
        <button
          type="button"
          class="btn quiet small training-more"
          disabled={busy}
          onClick={() => void older()}
        >
          {t("runs.more")}
        </button>
      )}
      {log && <Log run={log} close={() => setLog(null)} />}
    </div>
  );
}

function Line({ run, models, openLog }: { run: Run; models: readonly Model[]; openLog: () => void }) {
  const when = dateTime(run.started_at, language.value);
  return (
    <tr>
      <td>
        <time dateTime={run.started_at}>{when}</time>
      </td>
      <td data-label={t("runs.by")}>{run.by?.name ?? t("by.product")}</td>
      <td data-label={t("runs.examples")}>
        {!run.n_examples ? "–" : new Intl.NumberFormat(language.value).format(run.n_examples)}
        {!!run.n_new && <span class="muted"> {t("runs.of_which_new", { n: run.n_new })}</span>}
      </td>
      <td data-label={t("runs.outcome")}>
        <Outcome run={run} model={models.find(({ name }) => name === run.model)} />
      </td>
      <td class="training-line-acts">
        {run.state === "done" && (
          <a
            class="btn quiet small"
            href={href("training", run.id)}
            aria-label={t("runs.report_of", { when })}
          >
            {t("runs.report")}
          </a>
        )}
        <button
          type="button"
          class="btn quiet small"
          aria-label={t("runs.log_of", { when })}
          onClick={openLog}
        >
          {t("run.log")}
        </button>
      </td>
    </tr>
  );
}

function Outcome({ run, model }: { run: Run; model: Model | undefined }) {
  if (run.state === "failed" && run.error) {
    return (
      <>
        <span class="training-pill bad">{t("state.failed")}</span>
        <p class="training-why">{run.error.text}</p>
        {run.error.problems?.map((problem) => (
          <p key={problem.text} class="training-why">
            {problem.text}
          </p>
        ))}
      </>
    );
  }
  if (run.state === "done" && model) {
    return <span class={`training-pill ${model.state}`}>{t(`model.state.${model.state}`)}</span>;
  }
  return (
    <span class="training-pill">{tOr(`state.short.${run.state}`, tOr(`state.${run.state}`, run.state))}</span>
  );
}
