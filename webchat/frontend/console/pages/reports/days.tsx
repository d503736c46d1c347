/** Conversations and messages day by day. */
import { useMemo } from "preact/hooks";
import { language } from "../../i18n";
import type { Day } from "../../net/reports";
import { Numbers } from "../../views/charts/numbers";
import { type Series, TimeSeries } from "../../views/charts/timeseries";
import { count, dayLong, dayShort } from "./format";
import { Part } from "./part";
import { t } from "./texts";

type Counted = "conversations" | "before" | "solved" | "handed_off" | "user" | "bot" | "agent";

const LINES: readonly [Counted, string, number[]?][] = [
  ["conversations", "--brand"],
  ["before", "--line-strong", [4, 4]],
  ["solved", "--good", [10, 4]],
  ["handed_off", "--warn", [2, 3]],
];
const MESSAGES: readonly [Counted, string, number[]?][] = [
  ["user", "--brand"],
  ["bot", "--info", [10, 4]],
  ["agent", "--warn", [2, 3]],
];

export function Days({ days, query }: { days: readonly Day[]; query: string }) {
  const inLanguage = language.value;
  const short = useMemo(() => days.map(({ day }) => dayShort(day, inLanguage)), [days, inLanguage]);
  const long = days.map(({ day, closed }) => dayLong(day, inLanguage) + (closed ? ` (${t("closed")})` : ""));
  const lines = useMemo(() => seriesOf(days, LINES), [days, inLanguage]);
  const messages = useMemo(() => seriesOf(days, MESSAGES), [days, inLanguage]);
  const shared = {
    hint: t("chart_keys"),
    short,
    long,
    shaded: days.map(({ closed }) => closed),
    shadedName: t("closed_legend"),
    write: (value: number) => count(value, inLanguage),
  };
  const columns = [...LINES, ...MESSAGES].map(([key]) => key);
  return (
    <Part id="days" title={t("days")} table="days" query={query}>
      <TimeSeries label={t("days_chart")} series={lines} {...shared} />
      <TimeSeries label={t("messages_chart")} series={messages} {...shared} />
      <Numbers
        label={t("numbers")}
        caption={t("days")}
        head={[t("day"), ...columns.map((key) => t(`series.${key}`))]}
        rows={days.map((day, n) => [
          long[n] ?? day.day,
          ...columns.map((key) => count(day[key], inLanguage)),
        ])}
      />
    </Part>
  );
}

function seriesOf(days: readonly Day[], lines: typeof LINES): Series[] {
  return lines.map(([key, colour, dash]) => ({
    name: t(`series.${key}`),
    values: days.map((day) => day[key]),
    colour,
    ...(dash && { dash }),
  }));
}
