/** One article: what is written on the left, how it looks and works on the right. */
import { signal } from "@preact/signals";
import { useEffect, useMemo, useState } from "preact/hooks";
import { LANGUAGES, languageName, t } from "../../i18n";
import { listTranslations, readWorking, type Translation } from "../../net/knowledge";
import { pageKeys } from "../../screen";
import { Refusal, useRefusal } from "../../views/refusal";
import { go, href, leaving } from "../route";
import { About } from "./about";
import { Conflict } from "./conflict";
import { Head } from "./head";
import { LeaveDialog } from "./leave";
import { explain } from "./new";
import { Notices } from "./notices";
import { Problems } from "./problems";
import { Revisions } from "./revisions";
import { Side } from "./side";
import { Source } from "./source";
import { Steps } from "./steps";
import { frontOf, type Spot } from "./text/front";
import { tx } from "./texts";
import { Work } from "./work";
import { Write } from "./write";

const TABS = ["text", "steps", "about", "source", "history"] as const;
export type Tab = (typeof TABS)[number];

/** Where a problem leads; a new object each time, so the same place can be asked for twice. */
export const spot = signal<Spot | null>(null);

interface Props {
  id: string;
  tab: string;
  more: string | undefined;
}

export function ArticlePage({ id, tab, more }: Props) {
  const [work, setWork] = useState<Work | null>(null);
  const [translations, setTranslations] = useState<Translation[]>([]);
  const [error, attempt] = useRefusal(explain);
  const [wanted, setWanted] = useState<string | null>(null);
  useEffect(() => {
    let made: Work | null = null;
    let isGone = false;
    void attempt(async () => {
      const { body, etag } = await readWorking(id);
      if (isGone) return;
      made = new Work(body, etag);
      setWork(made);
      setTranslations((await listTranslations(id)).translations);
    });
    return () => {
      isGone = true;
      made?.stop();
    };
  }, [id]);
  useLeaving(work, setWanted);
  useKeys(work, id, translations);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (!work?.isDirty.peek()) return;
      work.keep();
      event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [work]);
  if (!work)
    return (
      <div class="article-page">
        <p>
          <a href={href("articles")}>{tx("page.back")}</a>
        </p>
        <Refusal text={error} />
      </div>
    );
  const shown = TABS.includes(tab as Tab) ? (tab as Tab) : "text";
  return (
    <div class="article-page">
      <Head work={work} translations={translations} />
      <Notices work={work} translations={translations} change={setTranslations} />
      <Problems work={work} />
      <nav class="page-tabs" aria-label={tx("page.tabs")}>
        {TABS.map((each) => (
          <a key={each} href={href("articles", id, each)} aria-current={each === shown ? "page" : undefined}>
            {tx(`tab.${each}`)}
          </a>
        ))}
      </nav>
      <div class={shown === "history" ? "article-panes alone" : "article-panes"}>
        <section class="article-main" aria-label={tx(`tab.${shown}`)}>
          <Pane work={work} tab={shown} more={more} />
        </section>
        {shown !== "history" && <Side work={work} translations={translations} change={setTranslations} />}
      </div>
      {work.theirs.value && <Conflict work={work} theirs={work.theirs.value} />}
      {wanted !== null && <LeaveDialog work={work} to={wanted} close={() => setWanted(null)} />}
    </div>
  );
}

function Pane({ work, tab, more }: { work: Work; tab: Tab; more: string | undefined }) {
  const text = work.text.value;
  const front = useMemo(() => frontOf(text), [text]);
  if (tab === "history") return <Revisions work={work} chosen={more ? Number(more) : null} />;
  if (tab === "source") return <Source work={work} />;
  if (tab === "text") return <Write work={work} front={front} />;
  if (!front.reads)
    return (
      <p class="form-error">
        {tx("front.unreadable")} <a href={href("articles", work.id, "source")}>{tx("tab.source")}</a>
      </p>
    );
  return tab === "steps" ? <Steps work={work} front={front} /> : <About work={work} front={front} />;
}

/** Unsaved text is not left without a word; from one tab of the article to another it is not left at all. */
function useLeaving(work: Work | null, ask: (to: string) => void): void {
  useEffect(() => {
    leaving.current = ({ page, rest }) => {
      if (!work?.isDirty.peek() || (page === "articles" && rest[0] === work.id)) return true;
      ask(href(page, ...rest));
      return false;
    };
    return () => {
      leaving.current = null;
    };
  }, [work]);
}

/** By the place of the key: on azerty the digits need Shift, and Alt with what lies there types nothing. */
const DIGITS = ["Digit1", "Digit2", "Digit3"];

function useKeys(work: Work | null, id: string, translations: readonly Translation[]): void {
  useEffect(() => {
    pageKeys.value = [
      { keys: "Ctrl+S", does: tx("key.save") },
      ...LANGUAGES.map((each, i) => ({
        keys: `Alt+${i + 1}`,
        does: tx("key.language", { language: languageName(each) }),
      })),
      { keys: "Alt+↑", does: tx("key.step_up") },
      { keys: "Alt+↓", does: tx("key.step_down") },
    ];
    const onKey = (event: KeyboardEvent) => {
      const { ctrlKey, metaKey, altKey, shiftKey, code, key } = event;
      if (document.querySelector("dialog[open]") || event.getModifierState("AltGraph")) return;
      if ((ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === "s") {
        event.preventDefault();
        document.querySelector<HTMLButtonElement>("[data-save]")?.click();
      }
      const at = DIGITS.indexOf(code);
      if (!altKey || ctrlKey || metaKey || shiftKey || at < 0) return;
      event.preventDefault();
      const to = translations.find(({ language }) => language === LANGUAGES[at]);
      if (to?.article_id && to.article_id !== id) go("articles", to.article_id);
    };
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("keydown", onKey);
      pageKeys.value = [];
    };
  }, [work, id, translations, t("help.title")]);
}
