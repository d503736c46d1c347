/** The report on a new model: the verdict in a sentence first, then what stands behind it. */
import { useEffect, useState } from "preact/hooks";
import { dateTime } from "../../../format";
import { LANGUAGES, language, t as word } from "../../../i18n";
import { RequestError } from "../../../net/api";
import { answers, type Group, type Report, report } from "../../../net/report";
import { models, type Run, run } from "../../../net/training";
import { Icon } from "../../../views/icons";
import { Refusal, useRefusal } from "../../../views/refusal";
import { href } from "../../route";
import { useLive } from "../live";
import { t } from "../texts";
import { Answers } from "./answers";
import { Calibration, Risk } from "./charts";
import { Confusions } from "./confusions";
import { Decide } from "./decide";
import { count } from "./figures";
import { Figures } from "./figures-table";
import { Understood } from "./understood";
import { Verdict } from "./verdict-card";

export function ReportPage({ id }: { id: string }) {
  const [found, setFound] = useState<{ report: Report | null; run: Run } | null>(null);
  const [error, attempt] = useRefusal();
  const load = () =>
    attempt(async () => {
      const of = await run(id);
      const made = await report(id).catch((cause: unknown) => {
        if (cause instanceof RequestError && cause.code === "not_found") return null;
        throw cause;
      });
      setFound({ report: made, run: of });
    });
  useEffect(() => void load(), [id]);
  return (
    <>
      <p class="training-back">
        <a href={href("training")}>
          <Icon name="back" /> {t("report.back")}
        </a>
      </p>
      <div class="page-head">
        <h2>
          {found
            ? t("report.title_of", {
                when: dateTime(found.run.ended_at ?? found.run.started_at, language.value),
              })
            : t("report.title")}
        </h2>
      </div>
      {error && (
        <>
          <Refusal text={error} />
          <button type="button" class="btn quiet small" onClick={() => void load()}>
            {word("action.try_again")}
          </button>
        </>
      )}
      {!found && !error && <div class="pulse" aria-hidden="true" />}
      {found &&
        (found.report ? <Body report={found.report} run={found.run} /> : <Unreported run={found.run} />)}
    </>
  );
}

/** A model can be put to work without a report; who does so is told what that means. */
function Unreported({ run }: { run: Run }) {
  const known = useLive(models, ({ is_settled }) => !is_settled);
  return (
    <>
      <p role="status">{t("report.missing")}</p>
      {known.value && run.model && (
        <Decide report={null} run={run} models={known.value} again={known.again} />
      )}
    </>
  );
}

function Body({ report, run }: { report: Report; run: Run }) {
  const [group, setGroup] = useState<Group>("all");
  const changed = useLive(
    () => answers(run.id),
    ({ state }) => state === "waiting" || state === "comparing" || state === "unavailable",
  );
  const known = useLive(models, ({ is_settled }) => !is_settled);
  const of = report.groups[group];
  return (
    <>
      <Verdict report={report} answers={changed.value} />
      {known.value && <Decide report={report} run={run} models={known.value} again={known.again} />}
      <Languages report={report} group={group} choose={setGroup} />
      {of.new === null ? (
        <p class="empty" role="status">
          {t("report.nothing_in_language")}
        </p>
      ) : (
        <>
          <Figures group={of} />
          <Answers answers={changed.value} group={group} error={changed.error} />
          <Understood changes={report.changes} group={group} />
          <Confusions
            confusions={report.confusions}
            matrix={of.matrix}
            group={group}
            hasOld={report.has_old}
          />
          <div class="training-charts">
            <Calibration group={of} />
            <Risk group={of} />
          </div>
        </>
      )}
    </>
  );
}

function Languages({
  report,
  group,
  choose,
}: {
  report: Report;
  group: Group;
  choose: (group: Group) => void;
}) {
  return (
    <fieldset class="training-languages">
      <legend>{t("report.show")}</legend>
      {(["all", ...LANGUAGES] as const).map((each) => (
        <label key={each} class="training-choice">
          <input type="radio" name="report-language" checked={group === each} onChange={() => choose(each)} />
          <span>
            {each === "all" ? t("report.all_languages") : word(`language.${each}`)}{" "}
            <span class="muted">({count(report.groups[each].n)})</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
