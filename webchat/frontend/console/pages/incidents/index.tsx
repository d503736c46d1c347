/** Incidents: heaps that may be one, those that last, those that are over; declaring, changing and ending one. */
import { useEffect, useState } from "preact/hooks";
import { dateTime } from "../../format";
import { language, t } from "../../i18n";
import { type Incident, incidents as listed, signals as listSignals, type Signal } from "../../net/loop";
import { incidents as counted } from "../../state/store";
import { Refusal, useRefusal } from "../../views/refusal";
import { Empty, FamilyTitle, InLanguage, TicketLink } from "../loop/parts";
import { tx, txn } from "../loop/texts";
import { href } from "../route";
import { End } from "./end";
import { Declare, Edit } from "./form";
import { SignalCard } from "./signal";

export default function Incidents({ rest }: { rest: string[] }) {
  const [first, signalId] = rest;
  if (first === "new") return <Declare key={signalId ?? ""} signalId={signalId ?? null} />;
  if (first) return <Edit key={first} id={first} />;
  return <Overview />;
}

function Overview() {
  const [signals, setSignals] = useState<Signal[] | null>(null);
  const [lasting, setLasting] = useState<Incident[] | null>(null);
  const [over, setOver] = useState<Incident[] | null>(null);
  const [ending, setEnding] = useState<Incident | null>(null);
  const [error, attempt] = useRefusal();
  const load = () =>
    attempt(async () => {
      const [found, now, past] = await Promise.all([listSignals(), listed("open"), listed("over")]);
      setSignals(found.signals);
      setLasting(now.incidents);
      setOver(past.incidents);
    });
  const { n_signals, n_open } = counted.value;
  useEffect(() => void load(), [n_signals, n_open]);
  // Reports come in while one looks.
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && void load(), 5000);
    return () => clearInterval(timer);
  }, []);
  return (
    <>
      <div class="page-head">
        <h2>{t("nav.incidents")}</h2>
        <a class="btn quiet small" href={href("incidents", "new")}>
          {tx("incidents.new")}
        </a>
      </div>
      <p class="page-hint muted">{tx("incidents.hint")}</p>
      <Refusal text={error} />
      <section class="loop-part">
        <h3>{tx("signals.title")}</h3>
        {signals?.length === 0 && <Empty>{tx("signals.none")}</Empty>}
        <ul class="loop-list">
          {signals?.map((signal) => (
            <li key={signal.id} class="loop-card urgent">
              <SignalCard signal={signal} changed={load} />
            </li>
          ))}
        </ul>
      </section>
      <section class="loop-part">
        <h3>{tx("incidents.open")}</h3>
        {lasting?.length === 0 && <Empty>{tx("incidents.none_open")}</Empty>}
        <ul class="loop-list">
          {lasting?.map((incident) => (
            <li key={incident.id} class="loop-card">
              <One incident={incident} />
              <p class="loop-buttons">
                <button type="button" class="btn small" onClick={() => setEnding(incident)}>
                  {tx("incidents.end")}
                </button>
                <a class="btn quiet small" href={href("incidents", incident.id)}>
                  {tx("incidents.edit")}
                </a>
              </p>
            </li>
          ))}
        </ul>
      </section>
      <section class="loop-part">
        <h3>{tx("incidents.over")}</h3>
        {over?.length === 0 && <Empty>{tx("incidents.none_over")}</Empty>}
        <ul class="loop-list">
          {over?.map((incident) => (
            <li key={incident.id} class="loop-card">
              <One incident={incident} />
            </li>
          ))}
        </ul>
      </section>
      {ending && (
        <End
          incident={ending}
          close={() => setEnding(null)}
          done={() => {
            setEnding(null);
            void load();
          }}
        />
      )}
    </>
  );
}

function One({ incident }: { incident: Incident }) {
  const at = (moment: string) => dateTime(moment, language.value);
  return (
    <>
      <h4>
        <InLanguage words={incident.title} />
      </h4>
      <p>
        <InLanguage words={incident.text} />
      </p>
      <p class="loop-figures">
        <strong>{txn("incidents.reports", incident.n_reports)}</strong>
        {incident.state === "open" ? (
          <span>{tx("incidents.told", { n: incident.n_told })}</span>
        ) : (
          <span>{tx("incidents.told_over", { n: incident.n_told_over, all: incident.n_reports })}</span>
        )}
        {incident.n_tickets > 0 && <span>{txn("incidents.tickets", incident.n_tickets)}</span>}
        {incident.ticket && <TicketLink ticket={incident.ticket} />}
        <span class="muted">
          {incident.ended_at
            ? tx("incidents.lasted", { from: at(incident.since), to: at(incident.ended_at) })
            : tx("incidents.since", { at: at(incident.since), name: incident.declared_by.name })}
        </span>
      </p>
      {incident.families.length > 0 && (
        <p class="loop-figures muted">
          <span>{tx("incidents.about")}</span>
          {incident.families.map((family) => (
            <span key={family} class="badge">
              <FamilyTitle family={family} />
            </span>
          ))}
        </p>
      )}
    </>
  );
}
