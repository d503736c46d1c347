/** A heap of alike reports: how many, against what is usual, in whose words; an incident, or none. */
import { clockTime } from "../../format";
import { language } from "../../i18n";
import { dismissSignal, type Signal } from "../../net/loop";
import { toast } from "../../screen";
import { Refusal, useRefusal } from "../../views/refusal";
import { FamilyTitle, Languages } from "../loop/parts";
import { tx } from "../loop/texts";
import { href } from "../route";

/** Reports an hour below which a number says less than words. */
const RARE = 0.5;

export function SignalCard({ signal, changed }: { signal: Signal; changed: () => Promise<void> }) {
  const [error, attempt, busy] = useRefusal();
  const dismiss = () =>
    attempt(async () => {
      await dismissSignal(signal.id);
      toast(tx("signals.dismissed"));
      await changed();
    });
  return (
    <>
      <h4>{signal.family ? <FamilyTitle family={signal.family} /> : tx("signals.unknown")}</h4>
      <Heap signal={signal} />
      <p class="loop-buttons">
        <a class="btn small" href={href("incidents", "new", signal.id)}>
          {tx("signals.declare")}
        </a>
        <button type="button" class="btn quiet small" disabled={busy} onClick={() => void dismiss()}>
          {tx("signals.dismiss")}
        </button>
      </p>
      <Refusal text={error} />
    </>
  );
}

/** Before the desk has a history nothing is usual. */
function usualWords(usual: number | null): string {
  if (usual === null) return tx("signals.no_usual");
  if (usual < RARE) return tx("signals.rare");
  return tx("signals.usual", { n: new Intl.NumberFormat(language.value).format(usual) });
}

export function Heap({ signal }: { signal: Signal }) {
  return (
    <>
      <p class="loop-figures">
        <strong>{tx("signals.n", { n: signal.n, minutes: signal.window_min })}</strong>
        <span>{usualWords(signal.usual)}</span>
        <span class="muted">
          {tx("signals.since", {
            from: clockTime(signal.first_at, language.value),
            to: clockTime(signal.last_at, language.value),
          })}
        </span>
        <Languages counted={signal.languages} />
      </p>
      <ul class="loop-quotes">
        {signal.examples.map((example) => (
          <li key={`${example.conversation_id}.${example.seq}`}>
            <q lang={example.language}>{example.text}</q>
          </li>
        ))}
      </ul>
    </>
  );
}
