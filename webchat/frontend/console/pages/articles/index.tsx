/** Articles: the list, one article, import. */
import { useLayoutEffect } from "preact/hooks";
import { ImportPage } from "./imports";
import { ArticleList } from "./list";
import { ArticlePage } from "./page";
import "./articles.css";
import "./editing.css";
import "./beside.css";
import "./steps.css";

/** No article's id begins with this sign. */
export const IMPORT = "~import";

export default function Articles({ rest }: { rest: string[] }) {
  const [id, tab = "text", more] = rest;
  // Another view begins at its top; the list knows itself where one was.
  useLayoutEffect(() => {
    if (id !== undefined) document.getElementById("page")?.scrollTo(0, 0);
  }, [id]);
  if (id === undefined) return <ArticleList />;
  if (id === IMPORT) return <ImportPage />;
  return <ArticlePage key={id} id={id} tab={tab} more={more} />;
}
