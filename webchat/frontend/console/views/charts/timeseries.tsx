/** Lines over days, by uPlot: its canvas for the eye, arrow keys and a line of words for who does not see it. */
import { useEffect, useRef, useState } from "preact/hooks";
import type UPlot from "uplot";

export interface Series {
  name: string;
  values: readonly number[];
  /** A custom property, such as `--brand`: the same in both schemes' own values. */
  colour: string;
  /** Lines are told apart by their dashes too. */
  dash?: number[];
}

interface Props {
  /** What the chart shows, in a sentence. */
  label: string;
  /** How to read it with the keyboard. */
  hint: string;
  /** Short names of the days, for the axis; long ones, for the words. */
  short: readonly string[];
  long: readonly string[];
  /** Days that are shaded, and what one says of them. */
  shaded: readonly boolean[];
  shadedName: string;
  series: readonly Series[];
  write: (value: number) => string;
}

const HEIGHT = 240;

export function TimeSeries(props: Props) {
  const { label, hint, short, long, shaded, shadedName, series, write } = props;
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<UPlot | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const scheme = useScheme();
  useEffect(() => {
    let gone = false;
    const place = box.current;
    if (!place) return;
    const watch = new ResizeObserver(() => {
      chart.current?.setSize({ width: place.clientWidth, height: HEIGHT });
    });
    // Fetched with the first chart that is shown, not with the page.
    void Promise.all([import("uplot"), import("uplot/dist/uPlot.min.css")]).then(([{ default: Plot }]) => {
      if (gone) return;
      const data = [short.map((_, n) => n), ...series.map(({ values }) => [...values])] as UPlot.AlignedData;
      chart.current = new Plot(options(place, props, setAt), data, place);
      watch.observe(place);
    });
    return () => {
      gone = true;
      watch.disconnect();
      chart.current?.destroy();
      chart.current = null;
    };
  }, [series, short, scheme]);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = Math.max(
      0,
      Math.min(short.length - 1, at === null ? (step > 0 ? 0 : short.length - 1) : at + step),
    );
    setAt(next);
    chart.current?.setCursor({ left: chart.current.valToPos(next, "x"), top: 10 });
  };
  const words = at === null ? null : series.map(({ name, values }) => `${name} ${write(values[at] ?? 0)}`);
  return (
    <figure class="chart-time">
      <div
        ref={box}
        class="chart-canvas"
        role="img"
        aria-label={`${label}. ${hint}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys walk through the days
        tabIndex={0}
        onKeyDown={move}
      />
      <ul class="chart-legend">
        {series.map(({ name, colour, dash }) => (
          <li key={name}>
            <svg class="chart" width="28" height="12" viewBox="0 0 28 12" aria-hidden="true">
              <path
                d="M1 6H27"
                fill="none"
                stroke={`var(${colour})`}
                stroke-width="2.5"
                stroke-dasharray={dash?.join(" ")}
              />
            </svg>
            {name}
          </li>
        ))}
        {shaded.some(Boolean) && (
          <li>
            <span class="chart-shade" aria-hidden="true" />
            {shadedName}
          </li>
        )}
      </ul>
      <p class="chart-words" aria-live="polite">
        {words && at !== null ? `${long[at]}: ${words.join(" · ")}` : hint}
      </p>
    </figure>
  );
}

function options(place: HTMLElement, props: Props, tell: (at: number | null) => void): UPlot.Options {
  const { short, shaded, series, write } = props;
  const colour = (name: string) => resolved(place, name);
  const axis = {
    stroke: colour("--ink-2"),
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { stroke: colour("--line"), width: 1 },
    font: `12px ${getComputedStyle(place).fontFamily}`,
  };
  const shade = colour("--surface-3");
  return {
    width: place.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 8 } },
    scales: {
      x: { time: false, range: (_, min, max) => [min - 0.5, max + 0.5] },
      y: { range: (_, __, max) => [0, Math.max(4, max * 1.08)] },
    },
    axes: [
      {
        ...axis,
        incrs: [1, 2, 7, 14, 30, 60, 90],
        space: 64,
        values: (_, splits) => splits.map((n) => short[n] ?? ""),
      },
      {
        ...axis,
        size: 56,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000],
        values: (_, splits) => splits.map(write),
      },
    ],
    series: [
      {},
      ...series.map((each) => ({
        label: each.name,
        stroke: colour(each.colour),
        width: 2,
        points: { show: short.length < 45, size: 5 },
        ...(each.dash && { dash: each.dash }),
      })),
    ],
    hooks: {
      drawClear: [
        (plot) => {
          plot.ctx.fillStyle = shade;
          for (const [day, on] of shaded.entries()) {
            if (!on) continue;
            const left = Math.max(plot.bbox.left, plot.valToPos(day - 0.5, "x", true));
            const right = Math.min(plot.bbox.left + plot.bbox.width, plot.valToPos(day + 0.5, "x", true));
            plot.ctx.fillRect(left, plot.bbox.top, right - left, plot.bbox.height);
          }
        },
      ],
      setCursor: [(plot) => tell(plot.cursor.idx ?? null)],
    },
  };
}

/** The colour that a custom property has here and now: a canvas understands no `light-dark()`. */
function resolved(place: HTMLElement, name: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  place.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

/** Changes when the reader's colour scheme does: a canvas does not follow by itself. */
function useScheme(): boolean {
  const query = matchMedia("(prefers-color-scheme: dark)");
  const [dark, setDark] = useState(query.matches);
  useEffect(() => {
    const follow = () => setDark(query.matches);
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, []);
  return dark;
}
