/** How far the bot's certainty can be believed: reliability and risk against coverage, drawn and as numbers. */
import { useState } from "preact/hooks";
import { language } from "../../i18n";
import type { Dial, Group } from "../../net/dial";
import { Numbers } from "../../views/charts/numbers";
import { Reliability } from "../../views/charts/reliability";
import { RiskCoverage } from "../../views/charts/riskcoverage";
import { percent } from "./positions";
import { t } from "./texts";

const GROUPS: readonly Group[] = ["all", "nl", "fr", "en"];

export function Belief({ dial }: { dial: Dial }) {
  const [group, setGroup] = useState<Group>("all");
  const groups = GROUPS.filter((each) => dial.reliability[each]?.length);
  const bins = dial.reliability[group] ?? [];
  const points = dial.risk_coverage[group] ?? [];
  if (groups.length === 0) return null;
  const write = (share: number) => percent(share, language.value, 0);
  const name = t(`group.${group}`);
  return (
    <section class="dial-part" aria-labelledby="dial-belief">
      <h3 id="dial-belief">{t("belief")}</h3>
      <p class="muted dial-text">{t("belief_hint")}</p>
      {groups.length > 1 && (
        <label class="dial-language">
          {t("language")}
          <select value={group} onChange={(event) => setGroup(event.currentTarget.value as Group)}>
            {groups.map((each) => (
              <option key={each} value={each}>
                {t(`group.${each}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      <div class="dial-charts">
        <div>
          <h4>{t("reliability_title")}</h4>
          <Reliability
            label={t("reliability", { group: name })}
            axes={{ x: t("axis_sure"), y: t("axis_right") }}
            write={write}
            ideal={t("ideal")}
            series={[{ name: t("series"), kind: "new", bins }]}
          />
          <Numbers
            label={t("numbers")}
            caption={t("reliability", { group: name })}
            head={[t("axis_sure"), t("axis_right"), t("col_between"), t("col_n")]}
            rows={bins.map((bin) => [
              percent(bin.p, language.value),
              percent(bin.right, language.value),
              `${write(bin.low)} – ${write(bin.high)}`,
              bin.n,
            ])}
          />
        </div>
        <div>
          <h4>{t("risk_title")}</h4>
          <RiskCoverage
            label={t("risk", { group: name })}
            axes={{ x: t("axis_coverage"), y: t("axis_risk") }}
            write={write}
            series={[{ name: t("series"), kind: "new", points }]}
          />
          <Numbers
            label={t("numbers")}
            caption={t("risk", { group: name })}
            head={[t("axis_coverage"), t("axis_risk")]}
            rows={points.map((point) => [write(point.coverage), percent(point.risk, language.value)])}
          />
        </div>
      </div>
    </section>
  );
}
