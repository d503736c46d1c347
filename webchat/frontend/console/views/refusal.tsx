/** What the server refuses is shown where it was asked. */
import { useState } from "preact/hooks";
import { reasonOf } from "../actions";
import { toast } from "../screen";

/** What is wrong, a way to try what the server may refuse, and whether it is being tried. */
export function useRefusal(
  explain = reasonOf,
): [string | null, (work: () => Promise<unknown>) => Promise<void>, boolean] {
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const attempt = async (work: () => Promise<unknown>) => {
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (cause) {
      setError(explain(cause));
    }
    setBusy(false);
  };
  return [error, attempt, busy];
}

/** What a dialog attempts: once it is done that is told, and the dialog closes. */
export const closing = (work: () => Promise<unknown>, told: string, close: () => void) => async () => {
  await work();
  toast(told);
  close();
};

export function Refusal({ text }: { text: string | null }) {
  return <div role="alert">{text && <p class="form-error">{text}</p>}</div>;
}
