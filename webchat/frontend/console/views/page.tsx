/** A page other than the chats: fetched when it is first opened. */
import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n";
import type { Page } from "../pages";

interface Loaded {
  /** The page's id. */
  of: string;
  body: ComponentType<{ rest: string[] }> | "failed";
}

export function PageView({ page, rest }: { page: Page; rest: string[] }) {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const wanted = useRef("");
  const fetch = () => {
    setLoaded(null);
    wanted.current = page.id;
    // Who goes on before a page is there must not get it after all.
    const shown = (body: Loaded["body"]) => wanted.current === page.id && setLoaded({ of: page.id, body });
    page.load?.().then(
      (module) => shown(module.default),
      () => shown("failed"),
    );
  };
  useEffect(fetch, [page.id]);
  // The page before is gone at once, and with it how far it was scrolled.
  const body = loaded?.of === page.id ? loaded.body : null;
  if (body === "failed")
    return (
      <main class="screen-center">
        <h1>{t("start.unreachable")}</h1>
        <button type="button" class="btn" onClick={fetch}>
          {t("action.try_again")}
        </button>
      </main>
    );
  if (!body)
    return (
      <main class="screen-center" aria-busy="true">
        <div class="pulse" aria-hidden="true" />
      </main>
    );
  const Body = body;
  return (
    <main class="page" id="page">
      <Body rest={rest} />
    </main>
  );
}
