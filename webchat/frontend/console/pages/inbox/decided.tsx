/** What was decided: by whom, what it is for, and the way back. */
import { useEffect, useState } from "preact/hooks";
import { dateTime } from "../../format";
import { language } from "../../i18n";
import { decided, type Item, undo } from "../../net/inbox";
import { toast } from "../../screen";
import { refreshCount } from "../../state/badges";
import { Refusal, useRefusal } from "../../views/refusal";
import { TableWrap } from "../../views/table";
import { x } from "./i18n";
import { hintText } from "./last";

export function Decided({ mayDecide }: { mayDecide: boolean }) {
  const [found, setFound] = useState<Item[] | null>(null);
  const [next, setNext] = useState<number | null>(null);
  const [error, attempt, busy] = useRefusal();
  const load = (after: number | null) =>
    attempt(async () => {
      const page = await decided(after);
      setFound(after === null ? page.items : [...(found ?? []), ...page.items]);
      setNext(page.next);
    });
  useEffect(() => void load(null), []);
  const takeBack = (item: Item) =>
    attempt(async () => {
      await undo([item.id]);
      setFound((found ?? []).filter(({ id }) => id !== item.id));
      toast(x.t("undone"));
      await refreshCount();
    });
  return (
    <>
      <p class="muted inbox-intro">{x.t("decided.intro")}</p>
      <Refusal text={error} />
      {found?.length === 0 && <p class="muted">{x.t("decided.none")}</p>}
      {!!found?.length && (
        <TableWrap label={x.t("tab.decided")}>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{x.t("decided.message")}</th>
                <th scope="col">{x.t("decided.decision")}</th>
                <th scope="col">{x.t("decided.use")}</th>
                <th scope="col">{x.t("decided.by")}</th>
                {mayDecide && (
                  <th scope="col">
                    <span class="sr">{x.t("undo")}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {found.map((item) => (
                <tr key={item.id}>
                  <td>
                    <span class="badge lang">{item.language.toUpperCase()}</span>{" "}
                    <span lang={item.language}>{item.text}</span>
                    {item.hints.map((hint) => (
                      <p key={hint.code} class="inbox-hint">
                        {hintText(hint)}
                      </p>
                    ))}
                  </td>
                  <td>{item.title ?? x.t("decided.deleted")}</td>
                  <td>
                    {item.part && (
                      <span class="badge" title={x.t(`part.${item.part}.hint`)}>
                        {x.t(`part.${item.part}`)}
                      </span>
                    )}
                  </td>
                  <td>
                    {item.by?.name}{" "}
                    <span class="muted">{item.decided_at && dateTime(item.decided_at, language.value)}</span>
                  </td>
                  {mayDecide && (
                    <td>
                      <button
                        type="button"
                        class="btn quiet small"
                        disabled={busy}
                        aria-label={`${x.t("undo")}: ${item.text}`}
                        onClick={() => void takeBack(item)}
                      >
                        {x.t("undo")}
                      </button>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </TableWrap>
      )}
      {next !== null && (
        <button type="button" class="btn quiet small" disabled={busy} onClick={() => void load(next)}>
          {x.t("decided.more")}
        </button>
      )}
    </>
  );
}
