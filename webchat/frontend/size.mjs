/** Gzip budgets of the widget, from what its pages really load. Exits 1 when one is exceeded. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const dist = join(import.meta.dirname, "dist");
const gzipped = (path) => gzipSync(readFileSync(path), { level: 9 }).length;

/** First-load files of a built page: what its HTML names, and what those scripts import statically. */
function firstLoad(page, extension) {
  const html = readFileSync(join(dist, page, "index.html"), "utf8");
  const found = new Set([...html.matchAll(/\/(assets\/[\w.-]+)/g)].map((match) => match[1]));
  for (const file of found) {
    if (!file.endsWith(".js")) continue;
    const code = readFileSync(join(dist, file), "utf8");
    for (const match of code.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g))
      found.add(`assets/${match[1]}`);
  }
  return [...found].filter((file) => file.endsWith(extension)).map((file) => join(dist, file));
}

const KIB = 1024;
const budgets = [
  { name: "loader", files: [join(dist, "widget.js")], limit: 4000 },
  { name: "panel script", files: firstLoad("panel", ".js"), limit: 45 * KIB },
  { name: "panel style", files: firstLoad("panel", ".css"), limit: 8 * KIB },
];
if (readdirSync(dist).includes("console")) {
  const files = [...firstLoad("console", ".js"), ...firstLoad("console", ".css")];
  budgets.push({ name: "console", files, limit: 150 * KIB });
}

/** A page of the desk or console and what it fetches later, without what the shell has loaded already. */
function lazy(chunk) {
  const assets = join(dist, "assets");
  const shell = new Set([...firstLoad("console", ".js"), ...firstLoad("panel", ".js")]);
  const found = new Set(
    readdirSync(assets).filter((file) => new RegExp(`^${chunk}-[\\w-]+\\.js$`).test(file)),
  );
  for (const file of found)
    for (const match of readFileSync(join(assets, file), "utf8").matchAll(
      /(?:from|import)\s*"\.\/([\w.-]+\.js)"/g,
    ))
      found.add(match[1]);
  return [...found].map((file) => join(assets, file)).filter((file) => !shell.has(file));
}
budgets.push({ name: "articles", files: lazy("articles"), limit: 95 * KIB });
budgets.push({ name: "text editor", files: lazy("codemirror"), limit: 150 * KIB });

let over = false;
for (const { name, files, limit } of budgets) {
  const size = files.reduce((sum, file) => sum + gzipped(file), 0);
  over ||= size > limit;
  const verdict = size > limit ? "OVER" : "ok";
  process.stdout.write(
    `${name.padEnd(13)} ${(size / KIB).toFixed(1).padStart(6)} / ${(limit / KIB).toFixed(1)} KiB gzip  ${verdict}\n`,
  );
}
process.exit(over ? 1 : 0);
