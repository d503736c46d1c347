/** Leaving with unsaved text: stay, save first, or go; what was typed stays on this device all the same. */
import { Dialog } from "../../views/dialog";
import { Refusal, useRefusal } from "../../views/refusal";
import { leaving } from "../route";
import { explain } from "./new";
import { tx } from "./texts";
import type { Work } from "./work";

export function LeaveDialog({ work, to, close }: { work: Work; to: string; close: () => void }) {
  const [error, attempt, busy] = useRefusal(explain);
  const leave = () => {
    leaving.current = null;
    close();
    location.hash = to;
  };
  const save = () =>
    attempt(async () => {
      if (await work.save()) leave();
      else close();
    });
  return (
    <Dialog title={tx("leave.title")} close={close}>
      <p>{tx("leave.text")}</p>
      <Refusal text={error} />
      <footer>
        <button type="button" class="btn quiet small" onClick={leave}>
          {tx("leave.go")}
        </button>
        <button type="button" class="btn quiet small" onClick={close}>
          {tx("leave.stay")}
        </button>
        <button type="button" class="btn small" disabled={busy} onClick={() => void save()}>
          {tx("leave.save")}
        </button>
      </footer>
    </Dialog>
  );
}
