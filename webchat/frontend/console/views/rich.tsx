/** Message text as elements: bold, code, links and masked words; never HTML from a message. */
import { t, tOr } from "../i18n";
import { Icon } from "./icons";

const PARTS = /\*\*([^*\n]+)\*\*|`([^`\n]+)`|\[masked:(\w+)\]|(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/g;

export function Rich({ text }: { text: string }) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(PARTS)) {
    if (match.index > from) parts.push(text.slice(from, match.index));
    parts.push(<Part key={match.index} match={match} />);
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return <>{parts}</>;
}

function Part({ match }: { match: RegExpMatchArray }) {
  const [, bold, code, masked, url] = match;
  if (bold) return <strong>{bold}</strong>;
  if (code) return <code>{code}</code>;
  if (masked) return <Masked kind={masked} />;
  return (
    <a href={url} target="_blank" rel="noreferrer noopener">
      {url}
    </a>
  );
}

export function Masked({ kind }: { kind: string }) {
  return (
    <span class="masked" title={t("masked.why")}>
      <Icon name="mask" size={12} />
      {tOr(`masked.${kind}`, kind)}
    </span>
  );
}
