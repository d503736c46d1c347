/** Beside the text: how the widget and the help centre show it, what the bot makes of a question, the other language. */
import { signal } from "@preact/signals";
import type { Translation } from "../../net/knowledge";
import { Ask } from "./ask";
import { HelpPreview, WidgetPreview } from "./preview";
import { tx } from "./texts";
import { TranslationView } from "./translation";
import type { Work } from "./work";

const VIEWS = ["widget", "help", "ask", "translation"] as const;
type View = (typeof VIEWS)[number];

/** Kept from one article to the next. */
const view = signal<View>("widget");

interface Props {
  work: Work;
  translations: readonly Translation[];
  change: (translations: Translation[]) => void;
}

export function Side({ work, translations, change }: Props) {
  return (
    <aside class="article-side" aria-label={tx("side.title")}>
      <fieldset class="segments side-views" aria-label={tx("side.title")}>
        {VIEWS.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={view.value === each}
            onClick={() => {
              view.value = each;
            }}
          >
            {tx(`side.${each}`)}
          </button>
        ))}
      </fieldset>
      {view.value === "widget" && <WidgetPreview work={work} />}
      {view.value === "help" && <HelpPreview work={work} />}
      {view.value === "ask" && <Ask work={work} />}
      {view.value === "translation" && (
        <TranslationView key={work.id} work={work} translations={translations} change={change} />
      )}
    </aside>
  );
}
