/** The figures of the report in the order in which they are read, and how they are written. */
import { language } from "../../../i18n";
import type { Difference, GroupReport, Measures } from "../../../net/report";

export const FIGURES = [
  "accuracy",
  "macro_f1",
  "oos_recall",
  "wrongly_refused",
  "safety_recall",
  "calibration_error",
] as const;
export type Figure = (typeof FIGURES)[number];

export function shareOf(measures: Measures | null, figure: Figure): number | null {
  if (!measures) return null;
  if (figure === "oos_recall") return measures.oos.recall;
  if (figure === "safety_recall") return measures.safety.all?.recall ?? null;
  if (figure === "calibration_error") return measures.calibration.error;
  return measures[figure];
}

export const differenceOf = (group: GroupReport, figure: Figure): Difference | null =>
  group.differences[figure] ?? null;

const written = (options: Intl.NumberFormatOptions) => (share: number) =>
  new Intl.NumberFormat(language.value, options).format(share);

/** `91,2 %` */
export const share = (value: number | null) =>
  value === null
    ? "–"
    : written({ style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 })(value);

/** `90 %`, for axes. */
export const roundShare = written({ style: "percent", maximumFractionDigits: 1 });

/** `+1,3`: percentage points, the sign always there, and a minus that is one. */
export const points = (value: number) =>
  written({ minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "exceptZero" })(
    value * 100,
  ).replace("-", "−");

export const count = written({});
