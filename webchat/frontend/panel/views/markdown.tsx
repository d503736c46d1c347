import type { ComponentChildren, VNode } from "preact";
import type { TextKey } from "../i18n";
import { texts } from "../i18n";
import { type Block, type Inline, parse } from "../text/markdown";
import { useTexts } from "./context";
import { Icon } from "./icons";

/** A message's words as elements. */
export function Markdown({ text }: { text: string }) {
  return <>{parse(text).map((block, i) => renderBlock(block, i))}</>;
}

function renderBlock(block: Block, key: number): VNode {
  if (block.type === "code") return <pre key={key}>{block.text}</pre>;
  if (block.type === "paragraph")
    return <p key={key}>{block.lines.map((line, i) => [i > 0 && <br key={`b${i}`} />, renderAll(line)])}</p>;
  const items = block.items.map((item, i) => <li key={i}>{renderAll(item)}</li>);
  if (block.start === null) return <ul key={key}>{items}</ul>;
  return (
    <ol key={key} start={block.start}>
      {items}
    </ol>
  );
}

const renderAll = (inlines: Inline[]): ComponentChildren =>
  inlines.map((inline, i) => renderInline(inline, i));

function renderInline(inline: Inline, key: number): ComponentChildren {
  switch (inline.type) {
    case "text":
      return inline.text;
    case "bold":
      return <strong key={key}>{renderAll(inline.children)}</strong>;
    case "emphasis":
      return <em key={key}>{renderAll(inline.children)}</em>;
    case "code":
      return <code key={key}>{inline.text}</code>;
    case "masked":
      return <Masked key={key} what={inline.what} />;
    case "link":
      return (
        <a key={key} href={inline.href} target="_blank" rel="noopener noreferrer">
          {renderAll(inline.children)}
        </a>
      );
  }
}

/** A secret that was hidden before anything was stored. */
function Masked({ what }: { what: string }) {
  const t = useTexts();
  const key = `masked_${what}`;
  return (
    <span class="masked">
      <Icon name="lock" size={14} />
      {key in texts.en ? t(key as TextKey) : what}
    </span>
  );
}
