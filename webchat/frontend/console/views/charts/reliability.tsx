/** Reliability diagram: how sure it was against how often that was right. On the diagonal both agree. */
import { Frame, type Kind, Legend, Mark, path, x, y } from "./frame";

export interface ReliabilitySeries {
  name: string;
  kind: Kind;
  bins: readonly { n: number; p: number; right: number }[];
}

interface Props {
  label: string;
  axes: { x: string; y: string };
  write: (share: number) => string;
  /** Names the diagonal. */
  ideal: string;
  series: readonly ReliabilitySeries[];
}

export function Reliability({ label, axes, write, ideal, series }: Props) {
  return (
    <div class="chart-box">
      <Frame label={label} axes={axes} write={write}>
        <path class="chart-ideal" d={path([[x(0), y(0)] as const, [x(1), y(1)] as const])} />
        <text class="chart-note" x={x(0.6)} y={y(0.6)} transform={`rotate(-45 ${x(0.6)} ${y(0.6)})`} dy={15}>
          {ideal}
        </text>
        {series.map(({ name, kind, bins }) => (
          <g key={name}>
            <path
              class={`chart-line ${kind}`}
              d={path(bins.map((bin) => [x(bin.p), y(bin.right)] as const))}
            />
            {bins.map((bin) => (
              <g key={bin.p}>
                <Mark kind={kind} px={x(bin.p)} py={y(bin.right)} />
                <title>{`${name}: ${write(bin.p)} → ${write(bin.right)} (${bin.n})`}</title>
              </g>
            ))}
          </g>
        ))}
      </Frame>
      <Legend series={series} />
    </div>
  );
}
