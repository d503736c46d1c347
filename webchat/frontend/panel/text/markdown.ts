/**
 * The Markdown that answers use: paragraphs, bold, code, links, bullet and numbered lists. Parsed to data, which the
 * view turns into elements; nothing here ever becomes HTML text, so there is nothing to sanitize.
 */
export type Inline =
  | { type: "text"; text: string }
  | { type: "bold" | "emphasis"; children: Inline[] }
  | { type: "code"; text: string }
  | { type: "link"; href: string; children: Inline[] }
  | { type: "masked"; what: string };

export type Block =
  | { type: "paragraph"; lines: Inline[][] }
  | { type: "list"; start: number | null; items: Inline[][] }
  | { type: "code"; text: string };

const INLINE =
  /\*\*(?=\S)([^\n]*?\S)\*\*|(?<![\w*])\*(?=[^\s*])([^*\n]{0,300}[^\s*])\*(?![\w*])|`([^`\n]+)`|\[masked:(\w+)\]|\[([^\]\n]{1,300})\]\(([^()\s]{1,2000})\)|(https?:\/\/[^\s<>"')\]]*[^\s<>"')\].,;:!?])/g;
const BULLET = /^\s{0,3}[-*•]\s+(.*)$/;
const NUMBERED = /^\s{0,3}(\d{1,3})[.)]\s+(.*)$/;

/** The address if it is http(s) or relative to our site; undefined for every other scheme, `//host` included. */
export function safeHref(href: string): string | undefined {
  if (/^https?:\/\//i.test(href)) return href;
  return /^\/(?![/\\])/.test(href) ? href : undefined;
}

/** Parse one line's bold, code, links and masked words. What does not parse stays as typed. */
export function parseInline(text: string): Inline[] {
  const found: Inline[] = [];
  let from = 0;
  const put = (inline: Inline) => found.push(inline);
  for (const match of text.matchAll(INLINE)) {
    const [whole, bold, emphasis, code, masked, label, target, bare] = match;
    if (match.index > from) put({ type: "text", text: text.slice(from, match.index) });
    from = match.index + whole.length;
    const href = target && safeHref(target);
    if (bold) put({ type: "bold", children: parseInline(bold) });
    else if (emphasis) put({ type: "emphasis", children: parseInline(emphasis) });
    else if (code) put({ type: "code", text: code });
    else if (masked) put({ type: "masked", what: masked });
    else if (label && href) put({ type: "link", href, children: parseInline(label) });
    else if (bare) put({ type: "link", href: bare, children: [{ type: "text", text: bare }] });
    else put({ type: "text", text: whole });
  }
  if (from < text.length) put({ type: "text", text: text.slice(from) });
  return found;
}

/** Parse a whole message. */
export function parse(text: string): Block[] {
  const blocks: Block[] = [];
  let fence: string[] | null = null;
  let open: Block | null = null;
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    if (line.trim().startsWith("```")) {
      if (fence) blocks.push({ type: "code", text: fence.join("\n") });
      fence = fence ? null : [];
      open = null;
    } else if (fence) fence.push(line);
    else if (!line.trim()) open = null;
    else open = addLine(blocks, open, line);
  }
  if (fence) blocks.push({ type: "code", text: fence.join("\n") });
  return blocks;
}

/** Put a line into the open block or start the block it belongs to; returns the block now open. */
function addLine(blocks: Block[], open: Block | null, line: string): Block {
  const numbered = NUMBERED.exec(line);
  const item = numbered?.[2] ?? BULLET.exec(line)?.[1];
  if (item !== undefined) {
    const start = numbered ? Number(numbered[1]) : null;
    if (open?.type === "list" && (open.start === null) === (start === null)) {
      open.items.push(parseInline(item));
      return open;
    }
    const list: Block = { type: "list", start, items: [parseInline(item)] };
    blocks.push(list);
    return list;
  }
  if (open?.type === "paragraph") {
    open.lines.push(parseInline(line));
    return open;
  }
  const paragraph: Block = { type: "paragraph", lines: [parseInline(line)] };
  blocks.push(paragraph);
  return paragraph;
}
