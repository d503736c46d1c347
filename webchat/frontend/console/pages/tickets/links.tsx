/** The tickets that a ticket is linked to, and a form for one more. */
import { useState } from "preact/hooks";
import type { Ticket } from "../../../protocol/wire";
import { t } from "../../i18n";
import { LINK_KINDS, type Link, type LinkKind, link, merge, unlink } from "../../net/tickets";
import { Icon } from "../../views/icons";
import { Refusal, useRefusal } from "../../views/refusal";
import { href } from "../route";

interface Props {
  ticket: Ticket;
  links: Link[];
  changed: () => void;
}

export function Links({ ticket, links, changed }: Props) {
  const [adding, setAdding] = useState(false);
  const [error, attempt, busy] = useRefusal();
  const remove = (id: number) =>
    attempt(async () => {
      await unlink(ticket.id, id);
      changed();
    });
  return (
    <section class="ticket-section">
      <h3>{t("link.title")}</h3>
      {links.length === 0 && !adding && <p class="muted">{t("link.none")}</p>}
      <ul class="links">
        {links.map((each) => (
          <li key={each.id}>
            <span>
              {t(`link.${each.direction === "to" ? "" : "from_"}${each.kind}`)}{" "}
              <a href={href("tickets", each.ticket.number)}>{each.ticket.number}</a>{" "}
              <span class="badge">{t(`ticket_status.${each.ticket.status}`)}</span>
              {each.ticket.subject && <span class="link-subject">{each.ticket.subject}</span>}
            </span>
            <button
              type="button"
              class="icon-btn small"
              disabled={busy}
              aria-label={t("link.remove", { number: each.ticket.number })}
              onClick={() => void remove(each.id)}
            >
              <Icon name="close" size={12} />
            </button>
          </li>
        ))}
      </ul>
      <Refusal text={error} />
      {adding ? (
        <AddLink
          ticket={ticket}
          done={() => {
            setAdding(false);
            changed();
          }}
          cancel={() => setAdding(false)}
        />
      ) : (
        <button type="button" class="btn quiet small" onClick={() => setAdding(true)}>
          {t("link.add")}
        </button>
      )}
    </section>
  );
}

function AddLink({ ticket, done, cancel }: { ticket: Ticket; done: () => void; cancel: () => void }) {
  const [error, attempt, busy] = useRefusal();
  const isOver = ticket.status === "merged";
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const [kind, to] = [String(form.get("kind")), String(form.get("to")).trim()];
    void attempt(async () => {
      if (kind === "merge") await merge(ticket.id, to);
      else await link(ticket.id, kind as LinkKind, to);
      done();
    });
  };
  return (
    <form class="link-form" onSubmit={submit}>
      <label>
        {t("link.kind")}
        <select name="kind">
          {LINK_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`link.${kind}`)}
            </option>
          ))}
          {!isOver && <option value="merge">{t("link.merge")}</option>}
        </select>
      </label>
      <label>
        {t("link.number")}
        <input name="to" required maxLength={64} placeholder="FL-1042" autocomplete="off" />
      </label>
      <Refusal text={error} />
      <div class="button-row">
        <button type="submit" class="btn small" disabled={busy}>
          {t("link.save")}
        </button>
        <button type="button" class="btn quiet small" onClick={cancel}>
          {t("action.cancel")}
        </button>
      </div>
    </form>
  );
}
