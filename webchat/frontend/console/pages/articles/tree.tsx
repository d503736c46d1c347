/** The steps as a drawing, and the same in words: each way with where it leads, and a jump to the step. */
import { useMemo } from "preact/hooks";
import { short } from "./target";
import type { Edge, Graph, Target } from "./text/graph";
import { type Box, drawing, type Line, pathOf } from "./text/layout";
import type { Step } from "./text/steps";
import { tx, txOr } from "./texts";

interface Props {
  steps: readonly Step[];
  graph: Graph;
  lang: string;
  show: (at: number) => void;
}

const MARGIN = 6;
const LINE_CHARS = 22;

export function Tree({ steps, graph, lang, show }: Props) {
  const drawn = useMemo(() => drawing(steps.length, graph), [steps, graph]);
  const size = { width: drawn.width + 2 * MARGIN, height: drawn.height + 2 * MARGIN };
  return (
    <details class="tree" open>
      <summary>{tx("tree.title")}</summary>
      <div class="tree-scroll" aria-hidden="true">
        {/* biome-ignore lint/a11y/noSvgWithoutTitle: hidden from who cannot see it, who has the words below */}
        <svg {...size} viewBox={`${-MARGIN} ${-MARGIN} ${size.width} ${size.height}`} lang={lang}>
          <defs>
            <marker
              id="tree-arrow"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto"
            >
              <path d="M0 0 8 4 0 8z" />
            </marker>
          </defs>
          {drawn.lines.map((line, i) => (
            <Way key={i} line={line} />
          ))}
          {drawn.boxes.map((box, i) => (
            <Node key={i} box={box} steps={steps} graph={graph} show={show} />
          ))}
          {drawn.lines.map((line, i) => (
            <Label
              key={i}
              line={line}
              n={graph.edges.filter(({ from }) => from === line.edge.from).indexOf(line.edge)}
            />
          ))}
        </svg>
      </div>
      <details class="tree-words">
        <summary>{tx("tree.in_words")}</summary>
        <ol>
          {steps.map((step, at) => (
            <li key={step.id}>
              <button type="button" class="link-btn" lang={lang} onClick={() => show(at)}>
                {short(step.text, 80) || tx("steps.empty")}
              </button>
              <ul>
                {graph.edges
                  .filter(({ from }) => from === at)
                  .map((edge, i) => (
                    <li key={i}>
                      <span lang={edge.label === null ? undefined : lang}>{wayWords(edge)}</span> →{" "}
                      {targetWords(edge.to)}
                      {graph.back.has(edge) && ` (${tx("tree.back")})`}
                    </li>
                  ))}
              </ul>
            </li>
          ))}
        </ol>
      </details>
    </details>
  );
}

function Way({ line }: { line: Line }) {
  const kind = line.isBack ? "back" : line.edge.ways.length > 1 ? "both" : line.edge.ways[0];
  return <path class={`way ${kind}`} d={pathOf(line)} marker-end="url(#tree-arrow)" />;
}

/** Near its beginning; several ways of one step one below another, so that they do not cover each other. */
function Label({ line, n }: { line: Line; n: number }) {
  const [from, to] = line.points;
  if (!from || !to) return null;
  const share = line.isBack ? 0 : 0.5;
  const x = line.isBack ? from[0] - 4 : from[0] + (to[0] - from[0]) * share;
  const y = from[1] + 16 + (n % 3) * 14;
  return (
    <text class="way-label" x={x} y={y} text-anchor={line.isBack ? "end" : "middle"}>
      {short(wayWords(line.edge), LINE_CHARS)}
    </text>
  );
}

interface NodeProps {
  box: Box;
  steps: readonly Step[];
  graph: Graph;
  show: (at: number) => void;
}

function Node({ box, steps, graph, show }: NodeProps) {
  const { what, x, y, width, height } = box;
  if (!("step" in what)) {
    return (
      <g class={`end ${what.end}`}>
        <title>{targetWords(what)}</title>
        <rect x={x} y={y} width={width} height={height} rx={height / 2} />
        <text x={x + width / 2} y={y + height / 2 + 4} text-anchor="middle">
          {short(txOr(`tree.${what.end}`, what.name), 17)}
        </text>
      </g>
    );
  }
  const at = what.step;
  const text = steps[at]?.text ?? "";
  const lines = wrapped(text, LINE_CHARS, 2);
  const isWrong = graph.unreached.includes(at) || graph.trapped.includes(at) || graph.missing.includes(at);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the drawing is hidden from who cannot see it
    <g class={isWrong ? "node wrong" : "node"} onClick={() => show(at)}>
      <title>{text}</title>
      <rect x={x} y={y} width={width} height={height} rx={10} />
      <circle cx={x + 18} cy={y + height / 2} r={11} />
      <text class="node-number" x={x + 18} y={y + height / 2 + 4} text-anchor="middle">
        {isWrong ? "!" : at + 1}
      </text>
      {lines.map((line, i) => (
        <text key={i} x={x + 36} y={y + height / 2 + 4 + (i - (lines.length - 1) / 2) * 15}>
          {line}
        </text>
      ))}
    </g>
  );
}

/** Words in lines; what does not fit is cut. */
function wrapped(text: string, n: number, nLines: number): string[] {
  const lines: string[] = [];
  let rest = text.trim();
  while (rest && lines.length < nLines) {
    const isLast = lines.length === nLines - 1;
    if (rest.length <= n) {
      lines.push(rest);
      break;
    }
    if (isLast) {
      lines.push(short(rest, n));
      break;
    }
    const cut = rest.lastIndexOf(" ", n);
    lines.push(rest.slice(0, cut > 0 ? cut : n));
    rest = rest.slice(cut > 0 ? cut + 1 : n);
  }
  return lines;
}

export function wayWords({ label, ways }: Edge): string {
  return label ?? ways.map((way) => tx(`way.${way}`)).join(" / ");
}

function targetWords(to: Target): string {
  if ("step" in to) return tx("tree.step", { n: to.step + 1 });
  return txOr(`tree.${to.end}_long`, to.name, { name: to.name.replaceAll("-", " ") });
}
