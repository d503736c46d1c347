/** Reports: how the desk did in a period, beside the one before it. */
import { useEffect, useState } from "preact/hooks";
import { dayOf } from "../../format";
import { language } from "../../i18n";
import { type Report, report } from "../../net/reports";
import { Refusal, useRefusal } from "../../views/refusal";
import { go } from "../route";
import { type Asked, parse, todayIn, write } from "./asked";
import { Days } from "./days";
import { Figures } from "./figures";
import { Filters } from "./filters";
import { Hours } from "./hours";
import { Languages, News, Problems, Reasons, Teams } from "./tables";
import { t, tn } from "./texts";
import "../../views/charts/charts.css";
import "./reports.css";

export default function Reports({ rest }: { rest: string[] }) {
  const [found, setFound] = useState<Report | null>(null);
  const [error, attempt, busy] = useRefusal();
  const today = todayIn(found?.time_zone, Date.now());
  const asked = parse(rest[0] ?? "", today);
  const query = `${write(asked)}&words=${language.value}`;
  useEffect(() => {
    let gone = false;
    void attempt(async () => {
      const answer = await report(query);
      if (!gone) setFound(answer);
    });
    return () => {
      gone = true;
    };
  }, [query]);
  const ask = (changed: Partial<Asked>) => go("reports", write({ ...asked, ...changed }));
  return (
    <>
      <div class="page-head reports-head">
        <h2>{t("title")}</h2>
        <button type="button" class="btn quiet small" onClick={() => print()}>
          {t("print")}
        </button>
        <a class="btn quiet small" href={`/api/reports.xlsx?${query}`} download aria-label={t("excel_named")}>
          {t("excel")}
        </a>
      </div>
      <p class="page-hint muted">{t("hint")}</p>
      <Filters asked={asked} today={today} choices={found?.choices ?? null} ask={ask} />
      <Refusal text={error} />
      {!found && busy && <p role="status">{t("loading")}</p>}
      {found && (
        <div class="reports-body" aria-busy={busy}>
          <About found={found} />
          <Body found={found} query={query} />
        </div>
      )}
    </>
  );
}

function About({ found }: { found: Report }) {
  const day = (date: string) => dayOf(date, language.value);
  const { period, before } = found;
  return (
    <div class="reports-about">
      <p>
        {t("compared", {
          from: day(period.from),
          to: day(period.to),
          before_from: day(before.from),
          before_to: day(before.to),
          zone: found.time_zone,
        })}
      </p>
      <div role="status">
        {found.days.some((each) => each.unfinished) && <p>{t("unfinished")}</p>}
        {found.behind > 0 && <p>{tn("behind", found.behind)}</p>}
      </div>
    </div>
  );
}

function Body({ found, query }: { found: Report; query: string }) {
  const n = found.figures.find(({ key }) => key === "conversations");
  if (!n?.value && !n?.before && found.teams.length === 0)
    return (
      <div class="empty reports-empty">
        <h3>{t("empty")}</h3>
        <p>{t("empty_hint")}</p>
      </div>
    );
  return (
    <>
      <Figures figures={found.figures} />
      <Days days={found.days} query={query} />
      <Hours hours={found.hours} />
      <News found={found} />
      <Problems found={found} query={query} />
      <Reasons found={found} query={query} />
      <Languages found={found} query={query} />
      <Teams found={found} query={query} />
    </>
  );
}
