/** Ending an incident: who reported it is told, with what there is to add in each language. */
import { useState } from "preact/hooks";
import { LANGUAGES, t } from "../../i18n";
import { endIncident, type Incident, type Words } from "../../net/loop";
import { toast } from "../../screen";
import { Dialog, Foot } from "../../views/dialog";
import { Refusal, useRefusal } from "../../views/refusal";
import { tx } from "../loop/texts";

interface Props {
  incident: Incident;
  close: () => void;
  done: () => void;
}

export function End({ incident, close, done }: Props) {
  const [text, setText] = useState<Words>({ nl: "", fr: "", en: "" });
  const [error, attempt, busy] = useRefusal();
  const submit = (event: Event) => {
    event.preventDefault();
    void attempt(async () => {
      await endIncident(incident.id, text);
      toast(tx("incidents.ended"));
      done();
    });
  };
  return (
    <Dialog title={tx("incidents.end_title")} wide close={close}>
      <form onSubmit={submit}>
        <p>{tx("incidents.end_hint", { n: incident.n_reports })}</p>
        {LANGUAGES.map((code) => (
          <label key={code} class="loop-field">
            <span>{t(`language.${code}`)}</span>
            <textarea
              rows={2}
              maxLength={2000}
              lang={code}
              value={text[code]}
              onInput={(e) => setText({ ...text, [code]: e.currentTarget.value })}
            />
          </label>
        ))}
        <Refusal text={error} />
        <Foot label={tx("incidents.end")} close={close} disabled={busy} />
      </form>
    </Dialog>
  );
}
