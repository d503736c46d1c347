/** What a run wrote down, for who wants to know or has to help; it follows a run that is under way. */
import { useEffect, useRef } from "preact/hooks";
import { log, type Run } from "../../net/training";
import { Dialog } from "../../views/dialog";
import { Refusal } from "../../views/refusal";
import { useLive } from "./live";
import { t } from "./texts";

export function Log({ run, close }: { run: Run; close: () => void }) {
  const { value, error } = useLive(
    () => log(run.id),
    () => run.ended_at === null,
  );
  const end = useRef<HTMLPreElement>(null);
  useEffect(() => {
    if (end.current) end.current.scrollTop = end.current.scrollHeight;
  }, [value]);
  return (
    <Dialog title={t("log.title")} wide close={close}>
      <p class="muted">{t("log.hint")}</p>
      <Refusal text={error} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable with the keyboard */}
      <pre ref={end} class="training-log" tabIndex={0}>
        {value || t("log.empty")}
      </pre>
    </Dialog>
  );
}
