/** One part of the report: its heading, and its table to take along. */
import type { ComponentChildren } from "preact";
import { t } from "./texts";

interface Props {
  id: string;
  title: string;
  hint?: string;
  /** The table that the file holds. */
  table?: string;
  query?: string;
  children: ComponentChildren;
}

export function Part({ id, title, hint, table, query, children }: Props) {
  return (
    <div class="reports-part">
      <div class="reports-part-head">
        <h3 id={`reports-${id}`}>{title}</h3>
        {table && (
          <a
            class="btn quiet small"
            href={`/api/reports.csv?${query}&table=${table}`}
            download
            aria-label={t("csv_named", { table: title })}
          >
            {t("csv")}
          </a>
        )}
      </div>
      {hint && <p class="muted reports-hint">{hint}</p>}
      {children}
    </div>
  );
}
