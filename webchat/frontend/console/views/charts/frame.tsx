/** A square of shares: 0 to 1 on both sides, with a grid, ticks in the reader's way of writing and the axes' names. */
import type { ComponentChildren } from "preact";

const LEFT = 56; // room for "100 %" beside the axis' name
const TOP = 10;
const SIZE = 240;
const TICKS = [0, 0.25, 0.5, 0.75, 1];
export const WIDTH = LEFT + SIZE + 16;
export const HEIGHT = TOP + SIZE + 44;

interface Props {
  /** What the drawing says, in a sentence. */
  label: string;
  axes: { x: string; y: string };
  /** How a share is written: `25 %`. */
  write: (share: number) => string;
  /** The highest share on the y axis; errors are small. */
  top?: number;
  children: ComponentChildren;
}

export const x = (share: number) => LEFT + share * SIZE;
export const y = (share: number, top = 1) => TOP + SIZE - (Math.min(share, top) / top) * SIZE;

/** The points of a line. */
export const path = (points: readonly (readonly [number, number])[]) =>
  points.map(([px, py], n) => `${n ? "L" : "M"}${px.toFixed(1)} ${py.toFixed(1)}`).join("");

export function Frame({ label, axes, write, top = 1, children }: Props) {
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {TICKS.map((tick) => (
        <g key={tick} class="chart-grid">
          <line x1={x(tick)} x2={x(tick)} y1={y(0)} y2={y(1)} />
          <line x1={x(0)} x2={x(1)} y1={y(tick)} y2={y(tick)} />
          <text x={x(tick)} y={y(0) + 15} text-anchor="middle">
            {write(tick)}
          </text>
          <text x={LEFT - 6} y={y(tick) + 3.5} text-anchor="end">
            {write(tick * top)}
          </text>
        </g>
      ))}
      <text class="chart-axis" x={x(0.5)} y={HEIGHT - 8} text-anchor="middle">
        {axes.x}
      </text>
      <text class="chart-axis" x={-y(0.5)} y={11} transform="rotate(-90)" text-anchor="middle">
        {axes.y}
      </text>
      {children}
    </svg>
  );
}

/** Which line is which: a mark, not only a colour. */
export function Legend({ series }: { series: readonly { name: string; kind: Kind }[] }) {
  return (
    <ul class="chart-legend">
      {series.map(({ name, kind }) => (
        <li key={name}>
          <svg class="chart" width="28" height="12" viewBox="0 0 28 12" aria-hidden="true">
            <path class={`chart-line ${kind}`} d="M1 6H27" />
            <Mark kind={kind} px={14} py={6} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}

/** `now` is what serves, `new` what is proposed. */
export type Kind = "now" | "new";

export function Mark({ kind, px, py, r = 4 }: { kind: Kind; px: number; py: number; r?: number }) {
  return kind === "new" ? (
    <circle class="chart-mark new" cx={px} cy={py} r={r} />
  ) : (
    <rect class="chart-mark now" x={px - r} y={py - r} width={2 * r} height={2 * r} />
  );
}
