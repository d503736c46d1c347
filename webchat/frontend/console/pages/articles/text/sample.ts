/** Our own articles, by file name: what the tests read. */
const FILES = import.meta.glob<string>("../../../../../../data/articles/*.md", {
  query: "?raw",
  import: "default",
  eager: true,
});

export const OURS: [string, string][] = Object.entries(FILES).map(([path, text]) => [
  path.split("/").at(-1) ?? path,
  text,
]);
