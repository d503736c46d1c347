/** How the article came to be: each version, what changed in it, and the way back. */
import { useEffect, useState } from "preact/hooks";
import { dateTime } from "../../format";
import { language } from "../../i18n";
import { listRevisions, type Revision, readRevision, restoreRevision } from "../../net/knowledge";
import { toast } from "../../screen";
import { Dialog, Foot } from "../../views/dialog";
import { Refusal, useRefusal } from "../../views/refusal";
import { go, href } from "../route";
import { ViewChoice } from "./conflict";
import { mayEdit } from "./may";
import { explain } from "./new";
import { tx } from "./texts";
import { Versions } from "./versions";
import type { Work } from "./work";

export function Revisions({ work, chosen }: { work: Work; chosen: number | null }) {
  const [revisions, setRevisions] = useState<Revision[]>([]);
  const [next, setNext] = useState<string | null>(null);
  const [error, attempt, busy] = useRefusal(explain);
  const { version } = work.row.value;
  const load = (after?: string) =>
    attempt(async () => {
      const page = await listRevisions(work.id, after);
      setRevisions((before) => (after ? [...before, ...page.revisions] : page.revisions));
      setNext(page.next);
    });
  useEffect(() => void load(), [version]);
  const shown = revisions.find(({ number }) => number === (chosen ?? revisions[0]?.number));
  return (
    <div class="revisions">
      <div>
        <p class="muted">{tx("history.hint")}</p>
        <ol class="revision-list">
          {revisions.map((each) => (
            <li key={each.number}>
              <a
                class="revision"
                href={href("articles", work.id, "history", String(each.number))}
                aria-current={each === shown ? "true" : undefined}
              >
                <span>
                  <strong>{dateTime(each.at, language.value)}</strong>
                  {each.is_published && <span class="badge state published">{tx("history.live")}</span>}
                </span>
                <span>
                  {tx(`history.${each.kind}`)}
                  {each.minor && `, ${tx("history.minor")}`}
                </span>
                <span class="muted">{each.by?.name ?? tx("history.system")}</span>
                {each.note && <span>{each.note}</span>}
              </a>
            </li>
          ))}
        </ol>
        {next !== null && (
          <button type="button" class="btn quiet small" disabled={busy} onClick={() => void load(next)}>
            {tx("list.more")}
          </button>
        )}
        <Refusal text={error} />
      </div>
      {shown && <RevisionView key={shown.number} work={work} revision={shown} />}
    </div>
  );
}

type Against = "before" | "now";

function RevisionView({ work, revision }: { work: Work; revision: Revision }) {
  const [text, setText] = useState<string | null>(null);
  const [before, setBefore] = useState<string | null>(null);
  const [against, setAgainst] = useState<Against>("before");
  const [isInline, setInline] = useState(() => window.matchMedia("(width < 60rem)").matches);
  const [isSure, setSure] = useState(false);
  const [error, attempt] = useRefusal(explain);
  const { number } = revision;
  useEffect(() => {
    void attempt(async () => {
      const [own, last] = await Promise.all([
        readRevision(work.id, number),
        number > 1 ? readRevision(work.id, number - 1) : null,
      ]);
      setBefore(last?.markdown ?? "");
      setText(own.markdown);
    });
  }, [number]);
  const at = dateTime(revision.at, language.value);
  return (
    <section class="revision-view" aria-label={tx("history.version", { at })}>
      <div class="revision-bar">
        <label>
          {tx("history.against")}
          <select value={against} onChange={(event) => setAgainst(event.currentTarget.value as Against)}>
            <option value="before">{tx("history.against_before")}</option>
            <option value="now">{tx("history.against_now")}</option>
          </select>
        </label>
        <ViewChoice isInline={isInline} change={setInline} />
        {mayEdit() && (
          <button type="button" class="btn small" onClick={() => setSure(true)}>
            {tx("history.restore")}
          </button>
        )}
      </div>
      <Refusal text={error} />
      {text !== null && before !== null && (
        <Versions
          before={against === "before" ? before : text}
          after={against === "before" ? text : work.text.value}
          names={
            against === "before"
              ? [tx("history.one_before"), tx("history.version", { at })]
              : [tx("history.version", { at }), tx("history.now")]
          }
          lang={work.row.value.language}
          isInline={isInline}
        />
      )}
      {isSure && <RestoreDialog work={work} revision={revision} close={() => setSure(false)} />}
    </section>
  );
}

function RestoreDialog({ work, revision, close }: { work: Work; revision: Revision; close: () => void }) {
  const [error, attempt, busy] = useRefusal(explain);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void attempt(async () => {
      if (!(await work.save())) return close();
      const { body, etag } = await restoreRevision(work.id, revision.number, work.version);
      work.take(body, etag);
      toast(tx("done.restored"));
      close();
      go("articles", work.id, "text");
    });
  };
  return (
    <Dialog title={tx("history.restore_title", { at: dateTime(revision.at, language.value) })} close={close}>
      <form onSubmit={submit}>
        <p>{tx("history.restore_text")}</p>
        <Refusal text={error} />
        <Foot label={tx("history.restore")} disabled={busy} close={close} />
      </form>
    </Dialog>
  );
}
