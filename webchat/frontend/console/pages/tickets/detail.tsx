/** One ticket on its page: what it holds, where it stands, what happened to it. */
import { useEffect, useState } from "preact/hooks";
import { t } from "../../i18n";
import { followUp, type Whole, whole } from "../../net/tickets";
import { show } from "../../screen";
import { onEvent } from "../../state/store";
import { Icon } from "../../views/icons";
import { Refusal, useRefusal } from "../../views/refusal";
import { TicketView } from "../../views/ticket";
import { go, href } from "../route";
import { TicketLife } from "./life";
import { Standing } from "./standing";

export function Detail({ ticketRef }: { ticketRef: string }) {
  const [found, setFound] = useState<Whole | null>(null);
  const [error, attempt, busy] = useRefusal();
  const load = () => attempt(async () => setFound(await whole(ticketRef)));
  useEffect(() => void load(), []);
  const id = found?.ticket.conversation_id;
  useEffect(
    () =>
      onEvent(({ event, data }) => {
        const about =
          event === "ticket_changed"
            ? data.ticket.conversation_id
            : event === "conversation_changed"
              ? data.conversation.id
              : null;
        if (about && about === id) void load();
      }),
    [id],
  );
  return (
    <>
      <div class="page-head">
        <a class="btn quiet small" href={href("tickets")}>
          <Icon name="back" size={14} />
          {t("tickets.back")}
        </a>
        {found && (
          <div class="button-row">
            {["closed", "merged"].includes(found.ticket.status) &&
              found.conversation.status === "resolved" && (
                <button
                  type="button"
                  class="btn quiet small"
                  disabled={busy}
                  onClick={() =>
                    void attempt(async () => go("tickets", (await followUp(found.ticket.id)).number))
                  }
                >
                  {t("tickets.follow_up")}
                </button>
              )}
            <button type="button" class="btn small" onClick={() => show(found.ticket.conversation_id)}>
              {t("tickets.open_conversation")}
            </button>
          </div>
        )}
      </div>
      <Refusal text={error} />
      {!found && !error && (
        <p class="muted" role="status">
          {t("tickets.loading")}
        </p>
      )}
      {found && (
        <div class="ticket-page">
          <article class="ticket-sheet" aria-label={found.ticket.number}>
            <TicketView ticket={found.ticket} />
          </article>
          <aside class="ticket-sheet" aria-label={t("tickets.standing")}>
            <Standing found={found} changed={load} />
            <TicketLife ticket={found.ticket} isOpen />
          </aside>
        </div>
      )}
    </>
  );
}
