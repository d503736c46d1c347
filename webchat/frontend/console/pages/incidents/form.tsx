/** The words of an incident in three languages and what it is about: a new one, or one that is changed. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { reasonOf } from "../../actions";
import { LANGUAGES, t } from "../../i18n";
import { RequestError } from "../../net/api";
import {
  type Declaration,
  declare,
  editIncident,
  incident as fetchIncident,
  type Incident,
  type Signal,
  signals,
  template,
} from "../../net/loop";
import { toast } from "../../screen";
import { Refusal, useRefusal } from "../../views/refusal";
import { tx } from "../loop/texts";
import { go, href } from "../route";
import { Families } from "./families";
import { Heap } from "./signal";

const EMPTY: Declaration = {
  title: { nl: "", fr: "", en: "" },
  text: { nl: "", fr: "", en: "" },
  families: [],
};

/** A new incident; of a heap, its words are ready. */
export function Declare({ signalId }: { signalId: string | null }) {
  const [signal, setSignal] = useState<Signal | null>(null);
  const [value, setValue] = useState<Declaration | null>(null);
  const [error, attempt, busy] = useRefusal();
  useEffect(() => {
    void attempt(async () => {
      const found = signalId ? (await signals()).signals.find(({ id }) => id === signalId) : undefined;
      setSignal(found ?? null);
      const words = await template(found?.family ?? null);
      setValue({ ...EMPTY, ...words, families: found?.family ? [found.family] : [] });
    });
  }, []);
  const send = () =>
    attempt(async () => {
      if (value) await declare({ ...value, signal_id: signal?.id ?? null });
      toast(tx("incidents.declared"));
      go("incidents");
    });
  return (
    <Form
      title={tx("incidents.declare_title")}
      value={value}
      change={setValue}
      label={tx("incidents.declare")}
      busy={busy}
      error={error}
      send={send}
    >
      {signal && <Heap signal={signal} />}
    </Form>
  );
}

/** An incident that lasts is told in other words. */
export function Edit({ id }: { id: string }) {
  const [value, setValue] = useState<Declaration | null>(null);
  const [version, setVersion] = useState(0);
  const [theirs, setTheirs] = useState<Incident | null>(null);
  const [error, attempt, busy] = useRefusal((cause) =>
    cause instanceof RequestError && cause.code === "not_found" ? tx("incidents.gone") : reasonOf(cause),
  );
  const take = (found: Incident) => {
    setValue({ title: found.title, text: found.text, families: found.families });
    setVersion(found.version);
    setTheirs(null);
  };
  useEffect(() => void attempt(async () => take(await fetchIncident(id))), [id]);
  const send = (over: number) =>
    attempt(async () => {
      if (!value) return;
      try {
        await editIncident(id, value, over);
      } catch (cause) {
        const current = cause instanceof RequestError && cause.code === "edited" && cause.params.current;
        if (!current) throw cause;
        setTheirs(current as Incident);
        return;
      }
      toast(tx("incidents.saved"));
      go("incidents");
    });
  return (
    <Form
      title={tx("incidents.edit_title")}
      value={value}
      change={setValue}
      label={theirs ? tx("incidents.keep_mine") : tx("save")}
      busy={busy}
      error={error}
      send={() => send(theirs?.version ?? version)}
    >
      {theirs && (
        <section class="loop-card urgent" role="alert">
          <p>{tx("incidents.lost")}</p>
          <h3>{tx("incidents.theirs")}</h3>
          {LANGUAGES.map((code) => (
            <p key={code} lang={code}>
              <strong>{theirs.title[code]}</strong> {theirs.text[code]}
            </p>
          ))}
          <button type="button" class="btn quiet small" onClick={() => take(theirs)}>
            {tx("incidents.take_theirs")}
          </button>
        </section>
      )}
    </Form>
  );
}

interface FormProps {
  title: string;
  value: Declaration | null;
  change: (value: Declaration) => void;
  label: string;
  busy: boolean;
  error: string | null;
  send: () => Promise<void>;
  children: ComponentChildren;
}

function Form({ title, value, change, label, busy, error, send, children }: FormProps) {
  const submit = (event: Event) => {
    event.preventDefault();
    void send();
  };
  const isEmpty = !value || ![value.title, value.text].every((words) => Object.values(words).some(Boolean));
  return (
    <>
      <p>
        <a href={href("incidents")}>{tx("back")}</a>
      </p>
      <div class="page-head">
        <h2>{title}</h2>
      </div>
      {children}
      {value && (
        <form class="loop-form" onSubmit={submit}>
          <p class="muted">{tx("incidents.form_hint")}</p>
          <div class="loop-three">
            {LANGUAGES.map((code) => (
              <fieldset key={code}>
                <legend>{t(`language.${code}`)}</legend>
                <label class="loop-field">
                  <span>{tx("incidents.field_title")}</span>
                  <input
                    lang={code}
                    maxLength={200}
                    value={value.title[code]}
                    onInput={(e) =>
                      change({ ...value, title: { ...value.title, [code]: e.currentTarget.value } })
                    }
                  />
                </label>
                <label class="loop-field">
                  <span>{tx("incidents.field_text")}</span>
                  <textarea
                    lang={code}
                    rows={5}
                    maxLength={2000}
                    value={value.text[code]}
                    onInput={(e) =>
                      change({ ...value, text: { ...value.text, [code]: e.currentTarget.value } })
                    }
                  />
                </label>
              </fieldset>
            ))}
          </div>
          <Families chosen={value.families} choose={(families) => change({ ...value, families })} />
          <Refusal text={error} />
          <footer class="loop-buttons">
            <button type="submit" class="btn small" disabled={busy || isEmpty}>
              {label}
            </button>
            <a class="btn quiet small" href={href("incidents")}>
              {tx("cancel")}
            </a>
          </footer>
        </form>
      )}
      {!value && <Refusal text={error} />}
    </>
  );
}
