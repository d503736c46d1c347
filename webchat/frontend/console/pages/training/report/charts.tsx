/** The drawings of the report, each with what it shows in words and its numbers as a table. */
import type { GroupReport, Measures } from "../../../net/report";
import { Numbers } from "../../../views/charts/numbers";
import { Reliability } from "../../../views/charts/reliability";
import { RiskCoverage } from "../../../views/charts/riskcoverage";
import { t } from "../texts";
import { roundShare, share } from "./figures";

type Sides = { name: string; kind: "now" | "new"; of: Measures }[];

function sides(group: GroupReport): Sides {
  const now: Sides = group.old ? [{ name: t("figures.now"), kind: "now", of: group.old }] : [];
  return group.new ? [...now, { name: t("figures.new"), kind: "new", of: group.new }] : now;
}

export function Calibration({ group }: { group: GroupReport }) {
  const shown = sides(group);
  const chance = group.new?.calibration;
  return (
    <div class="training-part">
      <h3>{t("calibration.title")}</h3>
      <p class="muted">{t("calibration.means")}</p>
      <Reliability
        label={t("calibration.label")}
        axes={{ x: t("calibration.p"), y: t("calibration.right") }}
        write={roundShare}
        ideal={t("calibration.ideal")}
        series={shown.map(({ name, kind, of }) => ({ name, kind, bins: of.calibration.bins }))}
      />
      {chance && (
        <p class="muted">
          {t("calibration.chance", { mean: share(chance.chance), most: share(chance.chance_95) })}
        </p>
      )}
      <Numbers
        label={t("chart.numbers")}
        caption={t("calibration.title")}
        head={[t("chart.model"), t("calibration.p"), t("calibration.right"), t("figures.n")]}
        rows={shown.flatMap(({ name, of }) =>
          of.calibration.bins.map((bin) => [name, share(bin.p), share(bin.right), bin.n]),
        )}
      />
    </div>
  );
}

export function Risk({ group }: { group: GroupReport }) {
  const shown = sides(group);
  return (
    <div class="training-part">
      <h3>{t("risk.title")}</h3>
      <p class="muted">{t("risk.means")}</p>
      <RiskCoverage
        label={t("risk.label")}
        axes={{ x: t("risk.coverage"), y: t("risk.risk") }}
        write={roundShare}
        series={shown.map(({ name, kind, of }) => ({ name, kind, points: of.risk_coverage }))}
      />
      <Numbers
        label={t("chart.numbers")}
        caption={t("risk.title")}
        head={[t("chart.model"), t("risk.coverage"), t("risk.risk"), t("risk.threshold")]}
        rows={shown.flatMap(({ name, of }) =>
          of.risk_coverage.map((point) => [
            name,
            share(point.coverage),
            share(point.risk),
            share(point.threshold),
          ]),
        )}
      />
    </div>
  );
}
