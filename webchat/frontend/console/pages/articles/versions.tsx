/** Two versions of a text, beside or under one another; what came and what went is said in words too. */
import { useMemo } from "preact/hooks";
import { tOr } from "../../i18n";
import { difference, folded, isSame, type Line, type Pair } from "./text/difference";
import { readable } from "./text/readable";
import { tx, txn, txOr } from "./texts";

interface Props {
  before: string;
  after: string;
  names: [string, string];
  lang: string;
  isInline: boolean;
}

export function Versions({ before, after, names, lang, isInline }: Props) {
  const pairs = useMemo(() => difference(inWords(before), inWords(after)), [before, after, tx("way.done")]);
  if (isSame(pairs)) return <p class="muted">{tx("versions.same")}</p>;
  const rows = folded(pairs);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable with the keyboard
    <section class="versions-wrap" tabIndex={0} aria-label={tx("versions.title")}>
      <table class={isInline ? "versions inline" : "versions"}>
        <colgroup>
          <col class="numbers" />
          <col />
          {!isInline && <col class="numbers" />}
          {!isInline && <col />}
        </colgroup>
        <thead>
          <tr>
            {isInline ? (
              <th colSpan={2} scope="col">
                {names.join(" → ")}
              </th>
            ) : (
              names.map((name) => (
                <th key={name} colSpan={2} scope="col">
                  {name}
                </th>
              ))
            )}
          </tr>
        </thead>
        <tbody lang={lang}>
          {rows.map((row, i) =>
            "n" in row ? (
              <tr key={i} class="skipped">
                <td colSpan={isInline ? 2 : 4}>{txn("versions.skipped", row.n)}</td>
              </tr>
            ) : isInline ? (
              <InlineRows key={i} pair={row} />
            ) : (
              <tr key={i}>
                <Side line={row.before} kind={row.same ? "same" : "gone"} />
                <Side line={row.after} kind={row.same ? "same" : "new"} />
              </tr>
            ),
          )}
        </tbody>
      </table>
    </section>
  );
}

/** The manager reads names of fields, not their keys; `tree` has the words for where steps lead. */
const inWords = (markdown: string) =>
  readable(markdown, {
    field: (key) => txOr(key.includes(".") ? key : `field.${key}`, "") || null,
    value: valueWords,
    step: (n) => tx("steps.fields", { n }),
    end: (end, name) => txOr(`tree.${end}_long`, name, { name: name.replaceAll("-", " ") }),
  });

function valueWords(key: string, value: string): string {
  if (key === "topic") return tOr(`value.${value}`, value);
  if (key === "visibility") return txOr(`visibility.${value}`, value);
  if (key === "device" || key === "intent") return txOr(`${key}.${value.replace(" ", "_")}`, value);
  return value;
}

function InlineRows({ pair }: { pair: Pair }) {
  if (pair.same)
    return (
      <tr>
        <Side line={pair.after} kind="same" />
      </tr>
    );
  return (
    <>
      {pair.before && (
        <tr>
          <Side line={pair.before} kind="gone" />
        </tr>
      )}
      {pair.after && (
        <tr>
          <Side line={pair.after} kind="new" />
        </tr>
      )}
    </>
  );
}

type Kind = "same" | "gone" | "new";

function Side({ line, kind }: { line: Line | null; kind: Kind }) {
  if (!line) return <td colSpan={2} class="nothing" />;
  const Mark = kind === "gone" ? "del" : "ins";
  return (
    <>
      <td class={`number ${kind}`}>{line.number}</td>
      <td class={line.pieces.every(({ changed }) => changed) ? `${kind} whole` : kind}>
        {line.pieces.map((piece, i) => (piece.changed ? <Mark key={i}>{piece.text}</Mark> : piece.text))}
      </td>
    </>
  );
}
