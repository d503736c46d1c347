/** What one has to know before one writes: text found on this device, a translation that is behind, a refusal of the search. */
import { dateTime } from "../../format";
import { language, languageName } from "../../i18n";
import { markUpToDate, type Translation } from "../../net/knowledge";
import { toast } from "../../screen";
import { Refusal, useRefusal } from "../../views/refusal";
import { mayEdit } from "./may";
import { explain } from "./new";
import { tx } from "./texts";
import type { Work } from "./work";

interface Props {
  work: Work;
  translations: readonly Translation[];
  change: (translations: Translation[]) => void;
}

export function Notices({ work, change }: Props) {
  const row = work.row.value;
  const [error, attempt, busy] = useRefusal(explain);
  const found = work.foundFrom.value;
  const upToDate = () =>
    attempt(async () => {
      const answer = await markUpToDate(row.article_id, row.language);
      change(answer.translations);
      await work.refresh();
      toast(tx("done.up_to_date"));
    });
  return (
    <div class="article-notices">
      {found && (
        <p class="article-notice" role="status">
          {tx("notice.found", { at: dateTime(found, language.value) })}
          <button type="button" class="btn quiet small" onClick={() => work.discard()}>
            {tx("notice.discard")}
          </button>
        </p>
      )}
      {work.isOffline.value && (
        <p class="article-notice bad" role="status">
          {tx("notice.offline")}
        </p>
      )}
      {row.outdated_since && (
        <p class="article-notice warn">
          {tx("notice.outdated", { at: dateTime(row.outdated_since, language.value) })}
          {mayEdit() && (
            <button type="button" class="btn quiet small" disabled={busy} onClick={() => void upToDate()}>
              {tx("act.up_to_date")}
            </button>
          )}
        </p>
      )}
      {row.publish_at && (
        <p class="article-notice">
          {tx("notice.scheduled", { at: dateTime(row.publish_at, language.value) })}
        </p>
      )}
      {row.index === "refused" && <p class="article-notice bad">{tx("notice.refused")}</p>}
      {row.index === "waiting" && row.state === "published" && (
        <p class="article-notice">{tx("notice.waiting")}</p>
      )}
      {!!work.row.value.sources?.length && (
        <p class="article-notice">
          {tx("notice.sources")}{" "}
          {work.row.value.sources.map(({ kind, id, number }) =>
            number ? (
              <a key={id} href={`/console#/tickets/${encodeURIComponent(number)}`}>
                {number}
              </a>
            ) : (
              <span key={id}>{tx(`source.${kind}`)}</span>
            ),
          )}
        </p>
      )}
      {!mayEdit() && (
        <p class="article-notice">{tx("notice.read_only", { language: languageName(row.language) })}</p>
      )}
      <Refusal text={error} />
    </div>
  );
}
