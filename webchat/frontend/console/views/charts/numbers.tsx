/** The numbers of a chart as a table, one click away: what is drawn can also be read. */
interface Props {
  /** What opens it, in words: "The numbers". */
  label: string;
  /** What the table is about, for who cannot see where it stands. */
  caption: string;
  head: string[];
  rows: (string | number)[][];
}

export function Numbers({ label, caption, head, rows }: Props) {
  return (
    <details class="chart-numbers">
      <summary>{label}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable with the keyboard */}
      <section class="table-wrap" aria-label={`${caption}: ${label}`} tabIndex={0}>
        <table class="table">
          <caption class="sr">{caption}</caption>
          <thead>
            <tr>
              {head.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.join()}>
                {row.map((cell, column) =>
                  column === 0 ? (
                    <th key={head[column]} scope="row">
                      {cell}
                    </th>
                  ) : (
                    <td key={head[column]}>{cell}</td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
