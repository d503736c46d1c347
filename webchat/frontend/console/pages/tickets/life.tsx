/** What goes with a ticket wherever it is shown: its links and its history, fetched and kept fresh. */
import { useEffect, useState } from "preact/hooks";
import type { Ticket } from "../../../protocol/wire";
import { t } from "../../i18n";
import { type HistoryLine, history, type Link, whole } from "../../net/tickets";
import { onEvent } from "../../state/store";
import { Changes } from "./history";
import { Links } from "./links";
import "./tickets.css";

export function TicketLife({ ticket, isOpen = false }: { ticket: Ticket; isOpen?: boolean }) {
  const [links, setLinks] = useState<Link[]>([]);
  const [changes, setChanges] = useState<HistoryLine[]>([]);
  const [next, setNext] = useState<number | null>(null);
  const more = async (before: number | null) => {
    const page = await history(ticket.id, before);
    setChanges((shown) => (before === null ? page.changes : [...shown, ...page.changes]));
    setNext(page.next);
  };
  const load = () => {
    // The ticket itself stands there all the same when this fails.
    void whole(ticket.id).then(
      (found) => setLinks(found.links),
      () => undefined,
    );
    void more(null).catch(() => undefined);
  };
  useEffect(() => {
    load();
    return onEvent(({ event, data }) => {
      if (event === "ticket_changed" && data.ticket.id === ticket.id) load();
    });
  }, [ticket.id]);
  return (
    <>
      <Links ticket={ticket} links={links} changed={load} />
      <section class="ticket-section">
        <details class="history" open={isOpen}>
          <summary>
            <h3>
              {t("history.title")} <span class="count">{`${changes.length}${next ? "+" : ""}`}</span>
            </h3>
          </summary>
          <Changes changes={changes} />
          {next !== null && (
            <button type="button" class="btn quiet small" onClick={() => void more(next)}>
              {t("tickets.more")}
            </button>
          )}
        </details>
      </section>
    </>
  );
}
