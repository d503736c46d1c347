/** A question before something that everybody will notice. */
import type { ComponentChildren } from "preact";
import { Dialog, Foot } from "../../views/dialog";
import { closing, Refusal, useRefusal } from "../../views/refusal";
import { explainTraining } from "./reasons";
import { t } from "./texts";

interface Props {
  title: string;
  label: string;
  /** What is told once it is done. */
  done: string;
  work: () => Promise<unknown>;
  close: () => void;
  children: ComponentChildren;
}

export function Confirm({ title, label, done, work, close, children }: Props) {
  const [error, attempt, busy] = useRefusal(explainTraining);
  return (
    <Dialog title={title} close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void attempt(closing(work, done, close));
        }}
      >
        {children}
        {busy && <p role="status">{t("confirm.busy")}</p>}
        <Refusal text={error} />
        <Foot label={label} disabled={busy} close={close} />
      </form>
    </Dialog>
  );
}
