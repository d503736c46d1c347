/** When users write: weekdays by hours, the busier the darker. It is a table, so it can be read as one. */
import { language } from "../../i18n";
import { TableWrap } from "../../views/table";
import { count, weekdays } from "./format";
import { Part } from "./part";
import { t } from "./texts";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

export function Hours({ hours }: { hours: readonly (readonly number[])[] }) {
  const most = Math.max(1, ...hours.flat());
  const names = weekdays(language.value);
  return (
    <Part id="hours" title={t("hours")} hint={t("hours_hint")}>
      <TableWrap label={t("hours")}>
        <table class="reports-hours">
          <thead>
            <tr>
              <th scope="col">{t("weekday")}</th>
              {HOURS.map((hour) => (
                <th key={hour} scope="col">
                  {hour}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {hours.map((row, day) => (
              <tr key={names[day]}>
                <th scope="row">{names[day]}</th>
                {row.map((n, hour) => (
                  <td key={hour} style={n ? { background: shadeOf(n / most) } : undefined}>
                    {n ? count(n, language.value) : ""}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableWrap>
    </Part>
  );
}

/** Pale enough that the words on it can be read at any share, in both schemes. */
const shadeOf = (share: number) =>
  `color-mix(in srgb, var(--brand) ${Math.round(4 + 30 * share)}%, var(--surface))`;
