/** The person that a conversation is about: who it is, and what was before. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ConversationSummary } from "../../protocol/wire";
import { dateTime } from "../format";
import { language, t, tn, tOr } from "../i18n";
import { type Beside, beside, type Earlier } from "../net/customers";
import { show } from "../screen";
import { customerName } from "../summary";

export function CustomerView({ conversation }: { conversation: ConversationSummary }) {
  const { customer, page, created_at, rating } = conversation;
  const known = useBeside(conversation.id);
  return (
    <section class="ticket-section">
      <h3>{t("customer.title")}</h3>
      <dl class="facts">
        <Fact name={t("customer.name")}>
          {customerName(conversation)}
          {customer.known && <span class="badge good">{t("customer.known")}</span>}
        </Fact>
        {customer.email && (
          <Fact name={t("customer.email")}>
            <a href={`mailto:${customer.email}`}>{customer.email}</a>
          </Fact>
        )}
        <Fact name={t("customer.language")}>{t(`language.${conversation.language}`)}</Fact>
        {known?.skill && <Fact name={t("customer.skill")}>{tOr(`skill.${known.skill}`, known.skill)}</Fact>}
        <Fact name={t("customer.since")}>{dateTime(created_at, language.value)}</Fact>
        {page?.url && <Fact name={t("customer.page")}>{page.title || page.url}</Fact>}
        {rating && <Fact name={t("customer.rating")}>{t("customer.rating_of", { n: rating })}</Fact>}
        {known?.satisfaction.mean && (
          <Fact name={t("customer.satisfaction")}>
            {t("customer.rating_of", { n: known.satisfaction.mean.toLocaleString(language.value) })}{" "}
            <span class="muted">({known.satisfaction.n})</span>
          </Fact>
        )}
      </dl>
      {known && <Before known={known} />}
    </section>
  );
}

/** What the server knows of the customer; the panel stands without it when the call fails. */
function useBeside(id: string): Beside | null {
  const [known, setKnown] = useState<{ of: string; beside: Beside } | null>(null);
  useEffect(() => {
    let current = true;
    beside(id).then(
      (told) => current && setKnown({ of: id, beside: told }),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [id]);
  return known?.of === id ? known.beside : null;
}

function Before({ known }: { known: Beside }) {
  return (
    <>
      <h4>{t("customer.earlier")}</h4>
      {known.earlier.length === 0 && <p class="muted">{t("customer.no_earlier")}</p>}
      <ul class="earlier">
        {known.earlier.map((each) => (
          <EarlierLine key={each.conversation_id} earlier={each} />
        ))}
      </ul>
      {known.n_by_bot > 0 && <p class="muted">{tn("customer.by_bot", known.n_by_bot)}</p>}
    </>
  );
}

function EarlierLine({ earlier }: { earlier: Earlier }) {
  const { ticket, subject, solution, rating } = earlier;
  return (
    <li>
      <button type="button" class="earlier-open" onClick={() => show(earlier.conversation_id)}>
        <span>
          {ticket.number} · {tOr(`ticket_status.${ticket.status}`, ticket.status)}
        </span>
        <strong>{subject ?? tOr(`kind.${ticket.kind}`, ticket.kind)}</strong>
        <span class="muted">
          {dateTime(earlier.at, language.value)}
          {rating && ` · ${t("customer.rating_of", { n: rating })}`}
        </span>
        {solution && <span class="earlier-solution">{solution}</span>}
      </button>
    </li>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
