/** Steps that others notice, each with the words for what it does before it is done. */
import { useState } from "preact/hooks";
import { dateTime } from "../../format";
import { language } from "../../i18n";
import { archiveArticle, publishArticle, withdrawArticle } from "../../net/knowledge";
import { toast } from "../../screen";
import { Dialog, Foot } from "../../views/dialog";
import { Refusal, useRefusal } from "../../views/refusal";
import { localMinute } from "../../views/tooldialogs";
import { go } from "../route";
import { explain } from "./new";
import { problemText } from "./problems";
import { frontOf, wordOf } from "./text/front";
import { tx, txn } from "./texts";
import type { Work } from "./work";

export type Asking = "publish" | "withdraw" | "archive";

export function PublishDialog({ work, close }: { work: Work; close: () => void }) {
  const [isLater, setLater] = useState(false);
  const [error, attempt, busy] = useRefusal(explain);
  const row = work.row.value;
  const errors = work.checked.value?.errors ?? [];
  const isPublic = wordOf(frontOf(work.text.value), "visibility") !== "internal";
  const isMinor = work.isMinor.value;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const at = isLater ? new Date(String(form.get("at"))) : null;
    void attempt(async () => {
      if (!(await work.save())) return close();
      const body = at ? { at: at.toISOString() } : {};
      await work.refresh(await publishArticle(row.article_id, body, work.version));
      toast(
        at ? tx("done.scheduled", { at: dateTime(at.toISOString(), language.value) }) : tx("done.published"),
      );
      close();
    });
  };
  return (
    <Dialog title={tx(row.state === "published" ? "publish.title_again" : "publish.title")} close={close}>
      <form onSubmit={submit}>
        <p>{tx(isPublic ? "publish.public" : "publish.internal")}</p>
        {row.state === "published" && <p>{tx(isMinor ? "publish.minor" : "publish.major")}</p>}
        {errors.length > 0 && (
          <div class="form-error">
            <p>{txn("publish.errors", errors.length)}</p>
            <ul>
              {errors.slice(0, 5).map((each, i) => (
                <li key={i}>{problemText(each, frontOf(work.text.value).steps)}</li>
              ))}
            </ul>
          </div>
        )}
        <fieldset class="options">
          <legend>{tx("publish.when")}</legend>
          <label class="option">
            <input type="radio" name="when" checked={!isLater} onChange={() => setLater(false)} />
            {tx("publish.now")}
          </label>
          <label class="option">
            <input type="radio" name="when" checked={isLater} onChange={() => setLater(true)} />
            {tx("publish.later")}
          </label>
        </fieldset>
        {isLater && (
          <label>
            {tx("publish.at")}
            <input name="at" type="datetime-local" required min={localMinute(new Date())} />
          </label>
        )}
        <Refusal text={error} />
        <Foot label={tx(isLater ? "publish.plan" : "act.publish_now")} disabled={busy} close={close} />
      </form>
    </Dialog>
  );
}

interface SureProps {
  work: Work;
  what: "withdraw" | "archive";
  close: () => void;
}

export function SureDialog({ work, what, close }: SureProps) {
  const [error, attempt, busy] = useRefusal(explain);
  const { article_id, state } = work.row.value;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void attempt(async () => {
      if (!(await work.save())) return close();
      if (what === "archive") {
        await archiveArticle(article_id);
        toast(tx("done.archived"));
        close();
        go("articles");
        return;
      }
      await work.refresh(await withdrawArticle(article_id));
      toast(tx("done.withdrawn"));
      close();
    });
  };
  const key = what === "withdraw" && state !== "published" ? "to_draft" : what;
  return (
    <Dialog title={tx(`sure.${key}`)} close={close}>
      <form onSubmit={submit}>
        <p>{tx(`sure.${key}_text`)}</p>
        <Refusal text={error} />
        <Foot label={tx(key === "to_draft" ? "act.to_draft" : `act.${key}`)} disabled={busy} close={close} />
      </form>
    </Dialog>
  );
}
