/** A page other than the chats: fetched when it is first opened. */
import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n";
import type { Page } from "../pages";

type Loaded = ComponentType<{ rest: string[] }> | "failed" | null;

export function PageView({ page, rest }: { page: Page; rest: string[] }) {
  const [loaded, setLoaded] = useState<Loaded>(null);
  const wanted = useRef("");
  const fetch = () => {
    setLoaded(null);
    wanted.current = page.id;
    // Who goes on before a page is there must not get it after all.
    const shown = (body: Loaded) => wanted.current === page.id && setLoaded(() => body);
    page.load?.().then(
      (module) => shown(module.default),
      () => shown("failed"),
    );
  };
  useEffect(fetch, [page.id]);
  if (loaded === "failed")
    return (
      <main class="screen-center">
        <h1>{t("start.unreachable")}</h1>
        <button type="button" class="btn" onClick={fetch}>
          {t("action.try_again")}
        </button>
      </main>
    );
  if (!loaded)
    return (
      <main class="screen-center" aria-busy="true">
        <div class="pulse" aria-hidden="true" />
      </main>
    );
  const Body = loaded;
  return (
    <main class="page" id="page">
      <Body rest={rest} />
    </main>
  );
}
