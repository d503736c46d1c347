/** Confusion matrix: a row for what was meant, a column for what was understood; the darker, the more often. */
const CELL = 26;
const ROW_NAMES = 230;
const TOP = 30;

interface Props {
  label: string;
  /** Of the rows, and of the columns in the same order. */
  names: readonly string[];
  cells: readonly (readonly number[])[];
  /** Says one cell in words. */
  say: (row: number, column: number, n: number) => string;
}

const SHORT = 34;
const short = (name: string) => (name.length > SHORT ? `${name.slice(0, SHORT - 1)}…` : name);

/** How dark a cell is, 0 to 1: the mistakes among themselves, so that a few stand out beside many that are right. */
export function shade(n: number, most: number): number {
  return n === 0 || most === 0 ? 0 : 0.18 + 0.82 * Math.sqrt(n / most);
}

export function Matrix({ label, names, cells, say }: Props) {
  const most = Math.max(0, ...cells.flatMap((row, at) => row.filter((_, column) => column !== at)));
  const side = names.length * CELL;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable with the keyboard
    <section class="chart-scroll" aria-label={label} tabIndex={0}>
      <svg
        class="chart chart-matrix"
        width={ROW_NAMES + side}
        height={TOP + side}
        viewBox={`0 0 ${ROW_NAMES + side} ${TOP + side}`}
        role="img"
        aria-label={label}
      >
        {names.map((name, at) => (
          <g key={name}>
            <text class="chart-row" x={ROW_NAMES - 34} y={TOP + at * CELL + CELL / 2 + 4} text-anchor="end">
              {short(name)}
              <title>{name}</title>
            </text>
            <text class="chart-row" x={ROW_NAMES - 8} y={TOP + at * CELL + CELL / 2 + 4} text-anchor="end">
              {at + 1}
            </text>
            <text class="chart-row" x={ROW_NAMES + at * CELL + CELL / 2} y={TOP - 8} text-anchor="middle">
              {at + 1}
            </text>
          </g>
        ))}
        {cells.map((row, at) =>
          row.map((n, column) => {
            const right = at === column;
            const dark = right ? 0 : shade(n, most);
            return (
              <g key={`${at}-${column}`}>
                <rect
                  class={right ? "chart-cell right" : "chart-cell"}
                  x={ROW_NAMES + column * CELL + 1}
                  y={TOP + at * CELL + 1}
                  width={CELL - 2}
                  height={CELL - 2}
                  rx={3}
                  style={
                    dark
                      ? { fill: `color-mix(in srgb, var(--bad) ${dark * 100}%, var(--surface-2))` }
                      : undefined
                  }
                />
                {n > 0 && (
                  <text
                    class={dark > 0.75 ? "chart-count on-dark" : "chart-count"}
                    x={ROW_NAMES + column * CELL + CELL / 2}
                    y={TOP + at * CELL + CELL / 2 + 4}
                    text-anchor="middle"
                  >
                    {n}
                  </text>
                )}
                <title>{say(at, column, n)}</title>
              </g>
            );
          }),
        )}
      </svg>
    </section>
  );
}
