/** Message text as elements: bold, code, links and masked words; never HTML from a message. */
import { t, tOr } from "../i18n";
import { Icon } from "./icons";

const PARTS = /\*\*([^*\n]+)\*\*|`([^`\n]+)`|\[masked:(\w+)\]|(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/g;

/** With `isInert`, an address is shown and not a link: inside a button it must not be one. */
export function Rich({ text, isInert = false }: { text: string; isInert?: boolean }) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(PARTS)) {
    if (match.index > from) parts.push(text.slice(from, match.index));
    parts.push(<Part key={match.index} match={match} isInert={isInert} />);
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return <>{parts}</>;
}

function Part({ match, isInert }: { match: RegExpMatchArray; isInert: boolean }) {
  const [, bold, code, masked, url] = match;
  if (bold) return <strong>{bold}</strong>;
  if (code) return <code>{code}</code>;
  if (masked) return <Masked kind={masked} />;
  if (isInert) return <>{url}</>;
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
