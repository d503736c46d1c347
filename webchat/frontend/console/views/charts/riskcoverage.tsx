/** Risk against coverage: the more questions are answered, the surest first, the larger the share of them that is wrong. */
import { Frame, type Kind, Legend, Mark, path, x, y } from "./frame";

export interface RiskSeries {
  name: string;
  kind: Kind;
  points: readonly { coverage: number; risk: number }[];
}

interface Props {
  label: string;
  axes: { x: string; y: string };
  write: (share: number) => string;
  series: readonly RiskSeries[];
}

/** The top of the axis: the next of 5, 10, 20, 40 … percent above all risks. */
export function topOf(risks: readonly number[]): number {
  const most = Math.max(0, ...risks);
  let top = 0.05;
  while (top < most && top < 1) top *= 2;
  return Math.min(1, top);
}

export function RiskCoverage({ label, axes, write, series }: Props) {
  const top = topOf(series.flatMap(({ points }) => points.map(({ risk }) => risk)));
  return (
    <div class="chart-box">
      <Frame label={label} axes={axes} write={write} top={top}>
        {series.map(({ name, kind, points }) => (
          <g key={name}>
            <path
              class={`chart-line ${kind}`}
              d={path(points.map((point) => [x(point.coverage), y(point.risk, top)] as const))}
            />
            {points.map((point) => (
              <g key={point.coverage}>
                <Mark kind={kind} px={x(point.coverage)} py={y(point.risk, top)} />
                <title>{`${name}: ${write(point.coverage)} → ${write(point.risk)}`}</title>
              </g>
            ))}
          </g>
        ))}
      </Frame>
      <Legend series={series} />
    </div>
  );
}
