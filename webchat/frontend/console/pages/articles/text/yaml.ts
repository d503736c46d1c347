/**
 * Changes in a YAML map that leave every other byte as it was: comments, order, quotes, unknown keys. The library says
 * where a value stands; only that place is written anew.
 */
import { Document, isMap, isScalar, isSeq, type Pair, parseDocument, type YAMLMap } from "yaml";

/** kb_index reads YAML 1.1: there an unquoted `yes` is a truth value and `12:30` a number. */
const VERSION = "1.1";

export class NotAMap extends Error {}

function read(source: string): { doc: Document.Parsed; map: YAMLMap | null } {
  const doc = parseDocument(source, { version: VERSION, keepSourceTokens: false });
  if (doc.errors.length) throw new NotAMap(doc.errors[0]?.message);
  if (doc.contents === null) return { doc, map: null };
  if (!isMap(doc.contents)) throw new NotAMap();
  return { doc, map: doc.contents };
}

/** The values of a map as data; a scalar that YAML takes for a date or so stays the words that stand there. */
export function values(source: string): Record<string, unknown> {
  const { map } = read(source);
  const found: Record<string, unknown> = {};
  for (const { key, value } of map?.items ?? []) found[nameOf(key)] = data(value);
  return found;
}

function data(node: unknown): unknown {
  if (isSeq(node)) return node.items.map(data);
  if (isMap(node)) return Object.fromEntries(node.items.map(({ key, value }) => [nameOf(key), data(value)]));
  if (!isScalar(node)) return node ?? null;
  const { value, source } = node;
  if (value instanceof Date || typeof value === "bigint") return source ?? String(value);
  // 12:30 is 750 in YAML 1.1; what looks like a plain number is one.
  if (typeof value === "number" && source && !/^[-+.\d]/.test(source)) return source;
  if (typeof value === "number" && source?.includes(":")) return source;
  return value;
}

const nameOf = (key: unknown) => String(isScalar(key) ? key.value : key);

/**
 * Write keys of a map; `undefined` takes a key away.
 *
 * @param order Where a new key goes: after the last one present that stands before it here.
 */
export function setKeys(source: string, change: Record<string, unknown>, order: readonly string[]): string {
  let text = source;
  for (const [key, value] of Object.entries(change)) text = setKey(text, key, value, order);
  return text;
}

function setKey(source: string, key: string, value: unknown, order: readonly string[]): string {
  const { doc, map } = read(source);
  if (map?.flow) {
    if (value === undefined) doc.delete(key);
    else doc.set(key, value);
    return doc.toString({ lineWidth: 0 });
  }
  const items = (map?.items ?? []) as Pair[];
  const at = items.findIndex((pair) => nameOf(pair.key) === key);
  const pair = items[at];
  if (pair) {
    const [from, to] = place(source, pair);
    if (value === undefined) return source.slice(0, from) + source.slice(to);
    return source.slice(0, from) + written(key, value, source.slice(from, to)) + source.slice(to);
  }
  if (value === undefined) return source;
  const before = order.slice(0, Math.max(0, order.indexOf(key)));
  const last = items.findLast(({ key: other }) => before.includes(nameOf(other)));
  const where = last ? place(source, last)[1] : order.includes(key) ? 0 : source.length;
  const eol = source.includes("\r\n") ? "\r\n" : "\n";
  const head = source.slice(0, where);
  const gap = head && !head.endsWith("\n") ? eol : "";
  return head + gap + inLines(`${lineOf(key, value)}\n`, eol) + source.slice(where);
}

/** From the key to the end of its last line, line break included. */
function place(source: string, pair: Pair): [number, number] {
  const key = pair.key as { range: [number, number, number] };
  const value = pair.value as { range?: [number, number, number] } | null;
  const end = Math.max(value?.range?.[1] ?? 0, key.range[1]);
  if (end > 0 && source[end - 1] === "\n") return [key.range[0], end];
  const eol = source.indexOf("\n", end);
  return [key.range[0], eol < 0 ? source.length : eol + 1];
}

/** The pair anew, with the comment that stood behind a value of one line. */
function written(key: string, value: unknown, old: string): string {
  const eol = old.endsWith("\r\n") ? "\r\n" : old.endsWith("\n") ? "\n" : "";
  const line = lineOf(key, value);
  const isOneLine = !old.trimEnd().includes("\n") && !line.includes("\n");
  const comment = isOneLine ? commentOf(old) : "";
  return inLines(line, eol || "\n") + comment + eol;
}

function commentOf(line: string): string {
  const doc = parseDocument(line, { version: VERSION });
  const pair = isMap(doc.contents) ? (doc.contents.items[0] as Pair | undefined) : undefined;
  const value = pair?.value as { range?: [number, number, number] } | null | undefined;
  const rest = line.slice(value?.range?.[1] ?? line.length).trimEnd();
  return /^\s+#/.test(rest) ? rest : "";
}

const inLines = (text: string, eol: string) => (eol === "\r\n" ? text.replace(/\r?\n/g, "\r\n") : text);

/** `key: value` without its line break: short lists on one line, what has lists of maps below one another. */
export function lineOf(key: string, value: unknown): string {
  const doc = new Document({ [key]: value }, { version: VERSION });
  const node = (doc.contents as unknown as YAMLMap).items[0]?.value;
  if (isSeq(node) && FLOWING.has(key)) node.flow = true;
  if (isMap(node))
    for (const { value: inner } of node.items) if (isSeq(inner)) for (const each of inner.items) flow(each);
  // A document says its version on top when it is not the newest; ours stands in a front matter.
  return doc
    .toString({ lineWidth: 0, directives: false, indent: 2 })
    .replace(/^%YAML[^\n]*\n/, "")
    .replace(/^---\n/, "")
    .replace(/\n$/, "");
}

function flow(node: unknown): void {
  if (isMap(node)) node.flow = true;
}

const FLOWING = new Set(["products", "keywords", "audience", "links"]);
