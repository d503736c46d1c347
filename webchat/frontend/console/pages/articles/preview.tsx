/** The article as its readers meet it: step by step in the widget, as a page in the help centre; in its own language. */
import { useEffect, useRef, useState } from "preact/hooks";
import messagesCss from "../../../panel/styles/messages.css?inline";
import { type Block, type Inline, parse } from "../../../panel/text/markdown";
import type { Language } from "../../../protocol/wire";
import baseCss from "../../../ui/base.css?inline";
import type { Parsed } from "../../net/knowledge";
import { Shadow } from "./shadow";
import { type Choice, choose, type Message, type Part, start, type Walk } from "./text/walk";
import { type TextKey, tx } from "./texts";
import type { Work } from "./work";

const HOST_CSS = `:host { display: block; font-family: var(--font); font-size: var(--t-m); line-height: var(--leading); color: var(--ink); }
.row { padding: 0; animation: none } .row.user { padding: 0 0 0 var(--s6) } .log { padding: var(--s3) } p, ul, ol { margin: 0 }
.replies button { min-height: 2.25rem }`;
const CSS = [baseCss, messagesCss, HOST_CSS];

export function WidgetPreview({ work }: { work: Work }) {
  const article = work.checked.value?.article ?? null;
  const [isExpert, setExpert] = useState(false);
  return (
    <div class="preview">
      <p class="muted">{tx("preview.widget_hint")}</p>
      <label class="minor">
        <input
          type="checkbox"
          checked={isExpert}
          onChange={(event) => setExpert(event.currentTarget.checked)}
        />
        {tx("preview.expert")}
      </label>
      {article ? (
        <Walked key={JSON.stringify([article, isExpert])} article={article} isExpert={isExpert} />
      ) : (
        <p class="empty">{tx(work.checked.value ? "preview.unreadable" : "preview.waiting")}</p>
      )}
    </div>
  );
}

function Walked({ article, isExpert }: { article: Parsed; isExpert: boolean }) {
  const reader = { expert: isExpert };
  const [walk, setWalk] = useState<Walk>(() => start(article, reader));
  const box = useRef<HTMLDivElement>(null);
  const { language: of } = article;
  const press = (choice: Choice) => setWalk(choose(walk, article, choice, labelOf(choice, of), reader));
  useEffect(() => {
    if (walk.messages.length > 1) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [walk]);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable with the keyboard */}
      <section class="preview-widget" ref={box} tabIndex={0} aria-label={tx("side.widget")}>
        <Shadow css={CSS}>
          <div class="log" lang={of}>
            {walk.messages.map((message, i) => (
              <Bubble key={i} message={message} of={of} title={i === 0 ? article.title : null} />
            ))}
            <div class="replies">
              {walk.choices.map((choice) => (
                <button key={JSON.stringify(choice)} type="button" onClick={() => press(choice)}>
                  {labelOf(choice, of)}
                </button>
              ))}
            </div>
          </div>
        </Shadow>
      </section>
      <button
        type="button"
        class="btn quiet small"
        disabled={walk.messages.length === 1}
        onClick={() => setWalk(start(article, reader))}
      >
        {tx("preview.again")}
      </button>
    </>
  );
}

function Bubble({ message, of, title }: { message: Message; of: Language; title: string | null }) {
  return (
    <article class={`row first ${message.from}`}>
      <p class="sr">{tx(message.from === "bot" ? "bot.name" : "bot.you", {}, of)}</p>
      <div class="bubble">
        {message.step && (
          <div class="progress">
            <span>{tx("bot.step", message.step, of)}</span>
            <span class="bar" aria-hidden="true">
              {Array.from({ length: message.step.of }, (_, i) => (
                <i key={i} class={i < (message.step?.number ?? 0) ? "done" : ""} />
              ))}
            </span>
          </div>
        )}
        <Rich text={wordsOf(message, of)} />
        {title && (
          <span class="article">
            <span class="about">
              <strong>{title}</strong>
              <span>{tx("bot.article", {}, of)}</span>
            </span>
          </span>
        )}
      </div>
    </article>
  );
}

/** A message as the bot says it. */
export function wordsOf({ parts, isOne = false }: Message, of: Language): string {
  const said = (part: Part) =>
    "text" in part ? part.text : tx(`bot.${part.key}` as TextKey, part.params ?? {}, of);
  return parts.map(said).join(isOne ? " " : "\n\n");
}

function labelOf(choice: Choice, of: Language): string {
  return "says" in choice ? tx(`bot.button_${choice.says}`, {}, of) : choice.label;
}

/** As the panel draws an answer: the same reading of Markdown, elements and never HTML. */
export function Rich({ text }: { text: string }) {
  return <>{parse(text).map(block)}</>;
}

function block(of: Block, key: number) {
  if (of.type === "code") return <pre key={key}>{of.text}</pre>;
  if (of.type === "paragraph")
    return <p key={key}>{of.lines.map((line, i) => [i > 0 && <br key={`b${i}`} />, line.map(inline)])}</p>;
  const items = of.items.map((item, i) => <li key={i}>{item.map(inline)}</li>);
  return of.start === null ? (
    <ul key={key}>{items}</ul>
  ) : (
    <ol key={key} start={of.start}>
      {items}
    </ol>
  );
}

function inline(of: Inline, key: number) {
  if (of.type === "text") return of.text;
  if (of.type === "code") return <code key={key}>{of.text}</code>;
  if (of.type === "masked") return <span key={key}>{of.what}</span>;
  if (of.type === "link")
    return (
      <a key={key} href={of.href} target="_blank" rel="noopener noreferrer">
        {of.children.map(inline)}
      </a>
    );
  const words = of.children.map(inline);
  return of.type === "bold" ? <strong key={key}>{words}</strong> : <em key={key}>{words}</em>;
}

/** The server's own rendering, in a frame in which no script runs, with the help pages' own style sheet. */
export function HelpPreview({ work }: { work: Work }) {
  const checked = work.checked.value;
  const article = checked?.article;
  if (!checked || !article)
    return <p class="empty">{tx(checked ? "preview.unreadable" : "preview.waiting")}</p>;
  return (
    <div class="preview">
      <p class="muted">{tx("preview.help_hint")}</p>
      <iframe
        class="preview-help"
        title={tx("side.help")}
        sandbox="allow-same-origin"
        srcdoc={helpPage(article, checked.html)}
      />
    </div>
  );
}

function helpPage({ title, goal, language }: Parsed, html: string): string {
  const goalLine = goal ? `<p class="goal">${escaped(goal)}</p>` : "";
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escaped(title)}</title><link rel="stylesheet" href="/help.css"></head><body><main><div class="wrap article"><article lang="${language}"><h1>${escaped(title)}</h1>${goalLine}${html}</article></div></main></body></html>`;
}

const SIGNS: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => SIGNS[sign] ?? sign);
