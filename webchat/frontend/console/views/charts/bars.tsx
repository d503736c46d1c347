/** Wholes in parts: one bar each, all of one length; the parts' names and numbers stand in the legend and in words. */
export interface Part {
  key: string;
  name: string;
  n: number;
  /** A soft fill and what is written on it. */
  tone: "good" | "info" | "plain" | "warn";
}

export interface Whole {
  name: string;
  parts: readonly Part[];
}

interface Props {
  wholes: readonly Whole[];
  write: (share: number) => string;
  /** Says a whole in words. */
  say: (name: string, parts: string) => string;
}

const ROOM = 0.08; // a part narrower than this has no room for its number

export function Bars({ wholes, write, say }: Props) {
  const shown = wholes.filter(({ parts }) => sum(parts) > 0);
  return (
    <div class="chart-bars">
      {shown.map(({ name, parts }) => {
        const all = sum(parts);
        const words = parts.map((part) => `${part.name} ${write(part.n / all)}`).join(", ");
        return (
          <div key={name} class="chart-bar-row">
            <span class="chart-bar-name">{name}</span>
            <div class="chart-bar" role="img" aria-label={say(name, words)}>
              {parts.map(
                (part) =>
                  part.n > 0 && (
                    <span key={part.key} class={`chart-bar-part ${part.tone}`} style={{ flexGrow: part.n }}>
                      {part.n / all >= ROOM && write(part.n / all)}
                    </span>
                  ),
              )}
            </div>
          </div>
        );
      })}
      <ul class="chart-legend">
        {shown[0]?.parts.map((part) => (
          <li key={part.key}>
            <span class={`chart-bar-key ${part.tone}`} aria-hidden="true" />
            {part.name}
          </li>
        ))}
      </ul>
    </div>
  );
}

const sum = (parts: readonly Part[]) => parts.reduce((n, part) => n + part.n, 0);
