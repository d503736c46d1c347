/** The model that serves, those that could, and the way back. */
import { useState } from "preact/hooks";
import { dateTime } from "../../format";
import { language } from "../../i18n";
import { type Model, type Models, rollback } from "../../net/training";
import { Columns, TableWrap } from "../../views/table";
import { href } from "../route";
import { Confirm } from "./confirm";
import { mayManage } from "./may";
import { modelName } from "./names";
import { t } from "./texts";

interface Props {
  models: Models;
  changed: () => Promise<void>;
}

export function ModelsList({ models: { models, is_settled }, changed }: Props) {
  const [to, setTo] = useState<Model | null>(null);
  const serving = models.find((model) => model.state === "serving");
  const others = models.filter((model) => model.state !== "discarded");
  const before = previous(models);
  return (
    <div class="training-part">
      <h3>{t("models.title")}</h3>
      <div class="card training-serving">
        <div class="training-what">
          <p class="muted">{t("models.serves")}</p>
          <p class="training-name">{modelName(serving)}</p>
          {serving?.promoted_at && (
            <p class="muted">
              {t("models.since", {
                when: dateTime(serving.promoted_at, language.value),
                who: serving.promoted_by?.name ?? t("by.product"),
              })}
            </p>
          )}
          {!is_settled && <p role="status">{t("models.settling")}</p>}
        </div>
        {mayManage() && before && (
          <button type="button" class="btn quiet" disabled={!is_settled} onClick={() => setTo(before)}>
            {t("models.rollback")}
          </button>
        )}
      </div>
      {others.length > 1 && (
        <TableWrap label={t("models.title")}>
          <table class="table cards">
            <Columns
              words={[t("models.model"), t("runs.examples"), t("models.size"), t("models.state")]}
              acts={t("runs.acts")}
            />
            <tbody>
              {others.map((model) => (
                <Line key={model.name} model={model} back={() => setTo(model)} />
              ))}
            </tbody>
          </table>
        </TableWrap>
      )}
      {to && (
        <Confirm
          title={t("rollback.title")}
          label={t("rollback.do")}
          done={t("rollback.done", { model: modelName(to) })}
          work={async () => {
            await rollback(to.name);
            await changed();
          }}
          close={() => setTo(null)}
        >
          <p>{t("rollback.explain", { model: modelName(to) })}</p>
        </Confirm>
      )}
    </div>
  );
}

function Line({ model, back }: { model: Model; back: () => void }) {
  return (
    <tr>
      <td>{modelName(model)}</td>
      <td data-label={t("runs.examples")}>
        {model.n_examples === null ? "–" : new Intl.NumberFormat(language.value).format(model.n_examples)}
      </td>
      <td data-label={t("models.size")}>{megabytes(model.bytes)}</td>
      <td data-label={t("models.state")}>
        <span class={`training-pill ${model.state}`}>{t(`model.state.${model.state}`)}</span>
      </td>
      <td class="training-line-acts">
        {model.run_id && (
          <a
            class="btn quiet small"
            href={href("training", model.run_id)}
            aria-label={t("models.report_of", { model: modelName(model) })}
          >
            {t("runs.report")}
          </a>
        )}
        {mayManage() && model.state === "ready" && model.promoted_at && (
          <button
            type="button"
            class="btn quiet small"
            aria-label={t("models.back_to", { model: modelName(model) })}
            onClick={back}
          >
            {t("models.use_again")}
          </button>
        )}
      </td>
    </tr>
  );
}

/** The model that served last before the one that serves now. */
export function previous(models: readonly Model[]): Model | undefined {
  const served = models.filter((model) => model.state === "ready" && (model.promoted_at || model.is_shipped));
  return served.sort((a, b) => (b.promoted_at ?? "").localeCompare(a.promoted_at ?? ""))[0];
}

function megabytes(bytes: number): string {
  return new Intl.NumberFormat(language.value, {
    style: "unit",
    unit: "megabyte",
    maximumFractionDigits: 1,
  }).format(bytes / 1e6);
}
