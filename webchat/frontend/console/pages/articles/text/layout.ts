/**
 * Places for the drawing of steps: rows by the longest way from the start, ends as leaves beside what leads there.
 *
 * Source: Sugiyama, Tagawa & Toda, "Methods for visual understanding of hierarchical system structures", 1981: rows,
 * places to pass through for edges that skip rows, order by the mean of the neighbours.
 */
import type { Edge, End, Graph } from "./graph";

export interface Box {
  /** A step by its place, or an end. */
  what: { step: number } | { end: End; name: string };
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Line {
  edge: Edge;
  /** From box to box through the places in between; a way back goes round by the side. */
  points: [number, number][];
  isBack: boolean;
}

export interface Drawing {
  boxes: Box[];
  lines: Line[];
  width: number;
  height: number;
}

export const STEP = { width: 176, height: 62 };
export const END = { width: 118, height: 32 };
const PASS = 52;
const GAP_X = 22;
const GAP_Y = 66;
const SWEEPS = 6;
const BACK_ROOM = 26;

interface Node {
  what: Box["what"] | null;
  row: number;
  x: number;
  above: Node[];
  below: Node[];
}

export function drawing(n: number, graph: Graph): Drawing {
  const rows = rowsOf(n, graph);
  const steps = rows.map((row, step): Node => ({ what: { step }, row, x: 0, above: [], below: [] }));
  const nodes = [...steps];
  const paths = new Map<Edge, Node[]>();
  for (const edge of graph.edges) {
    const from = steps[edge.from];
    if (!from || graph.back.has(edge)) continue;
    const path = [from];
    const to = "step" in edge.to ? steps[edge.to.step] : leaf(edge, from, nodes);
    if (!to) continue;
    for (let row = from.row + 1; row < to.row; row++) {
      const pass: Node = { what: null, row, x: 0, above: [], below: [] };
      nodes.push(pass);
      path.push(pass);
    }
    path.push(to);
    path.forEach((node, i) => {
      const next = path[i + 1];
      if (!next) return;
      node.below.push(next);
      next.above.push(node);
    });
    paths.set(edge, path);
  }
  const layers = ordered(nodes);
  const width = place(layers);
  return { ...drawn(layers, graph, paths, steps), width: width + (graph.back.size ? BACK_ROOM * 2 : 0) };
}

/** One leaf for each end that a step leads to. */
function leaf(edge: Edge, from: Node, nodes: Node[]): Node | null {
  if ("step" in edge.to) return null;
  const made: Node = { what: edge.to, row: from.row + 1, x: 0, above: [], below: [] };
  nodes.push(made);
  return made;
}

/** The longest way from a start, ways back left out. */
function rowsOf(n: number, graph: Graph): number[] {
  const rows = new Array<number>(n).fill(0);
  for (let round = 0; round < n; round++)
    for (const edge of graph.edges)
      if ("step" in edge.to && !graph.back.has(edge))
        rows[edge.to.step] = Math.max(rows[edge.to.step] ?? 0, (rows[edge.from] ?? 0) + 1);
  return rows;
}

function ordered(nodes: readonly Node[]): Node[][] {
  const layers: Node[][] = [];
  for (const node of nodes) {
    layers[node.row] ??= [];
    layers[node.row]?.push(node);
  }
  const index = new Map<Node, number>();
  const number = (layer: Node[]) => {
    for (const [i, node] of layer.entries()) index.set(node, i);
  };
  for (const layer of layers) number(layer);
  const mean = (node: Node, near: readonly Node[]) =>
    near.length
      ? near.reduce((sum, each) => sum + (index.get(each) ?? 0), 0) / near.length
      : (index.get(node) ?? 0);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const down = sweep % 2 === 0;
    for (const layer of down ? layers : [...layers].reverse()) {
      const at = new Map(layer.map((node) => [node, mean(node, down ? node.above : node.below)]));
      layer.sort((a, b) => (at.get(a) ?? 0) - (at.get(b) ?? 0));
      number(layer);
    }
  }
  return layers;
}

const widthOf = ({ what }: Node) => (what === null ? PASS : "step" in what ? STEP.width : END.width);

/** Each node as near as may be to the middle of what is above it, without covering its neighbours. */
function place(layers: readonly Node[][]): number {
  for (const layer of layers) {
    let left = Number.NEGATIVE_INFINITY;
    for (const node of layer) {
      const want = node.above.length
        ? node.above.reduce((sum, each) => sum + each.x, 0) / node.above.length
        : 0;
      const half = widthOf(node) / 2;
      node.x = Math.max(want, left + half);
      left = node.x + half + GAP_X;
    }
    // What was pushed to the right comes back as a whole.
    const wanted = layer.flatMap((node) => node.above.map((above) => node.x - above.x));
    const shift = wanted.length ? wanted.reduce((sum, each) => sum + each, 0) / wanted.length : 0;
    for (const node of layer) node.x -= shift;
  }
  const all = layers.flat();
  const leftmost = Math.min(...all.map((node) => node.x - widthOf(node) / 2));
  for (const node of all) node.x -= leftmost;
  return Math.max(...all.map((node) => node.x + widthOf(node) / 2));
}

function drawn(
  layers: readonly Node[][],
  graph: Graph,
  paths: ReadonlyMap<Edge, Node[]>,
  steps: readonly Node[],
): Omit<Drawing, "width"> {
  const shift = graph.back.size ? BACK_ROOM : 0;
  const top = (row: number) => row * (STEP.height + GAP_Y);
  const boxes: Box[] = layers.flat().flatMap((node) => {
    if (!node.what) return [];
    const { width, height } = "step" in node.what ? STEP : END;
    return [{ what: node.what, x: shift + node.x - width / 2, y: top(node.row), width, height }];
  });
  const lines: Line[] = graph.edges.flatMap((edge): Line[] => {
    const path = paths.get(edge);
    if (path)
      return [
        { edge, isBack: false, points: path.flatMap((node, i) => through(node, i, path.length, shift, top)) },
      ];
    const from = steps[edge.from];
    const to = "step" in edge.to ? steps[edge.to.step] : undefined;
    if (!from || !to) return [];
    return [{ edge, isBack: true, points: round(shift + from.x, top(from.row), shift + to.x, top(to.row)) }];
  });
  return { boxes, lines, height: Math.max(...boxes.map(({ y, height }) => y + height)) };
}

function through(
  node: Node,
  i: number,
  n: number,
  shift: number,
  top: (row: number) => number,
): [number, number][] {
  const x = shift + node.x;
  if (i === 0) return [[x, top(node.row) + STEP.height]];
  if (i === n - 1) return [[x, top(node.row)]];
  return [
    [x, top(node.row)],
    [x, top(node.row) + STEP.height],
  ];
}

/** Out at the left side, up, and in at the left side. */
function round(fromX: number, fromY: number, toX: number, toY: number): [number, number][] {
  const left = Math.min(fromX, toX) - STEP.width / 2 - BACK_ROOM / 2;
  const middle = STEP.height / 2;
  return [
    [fromX - STEP.width / 2, fromY + middle],
    [left, fromY + middle],
    [left, toY + middle],
    [toX - STEP.width / 2, toY + middle],
  ];
}

/** A line as an SVG path: straight for a way back, curved otherwise. */
export function pathOf({ points, isBack }: Line): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${first[0]} ${first[1]}`;
  let [x, y] = first;
  for (const [toX, toY] of rest) {
    const middle = (y + toY) / 2;
    path += isBack || x === toX ? ` L${toX} ${toY}` : ` C${x} ${middle} ${toX} ${middle} ${toX} ${toY}`;
    [x, y] = [toX, toY];
  }
  return path;
}
