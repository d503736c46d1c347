/** The right column: the ticket that the bot prefilled, and the person it is about. */
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { Ticket } from "../../protocol/wire";
import { addedFields, articlesShown, type ShownArticle, shownFields, stepsTried } from "../fields";
import { language, t, tOr } from "../i18n";
import { useTitle } from "../net/articles";
import { definitions, needDefinitions } from "../net/tickets";
import { href } from "../pages/route";
import { ApprovalSteps } from "../pages/tickets/approval";
import { TicketLife } from "../pages/tickets/life";
import { pane } from "../screen";
import { selected } from "../state/store";
import { CustomerView } from "./customer";
import { DueTimes } from "./due";
import { Field } from "./field";
import { Icon } from "./icons";
import { Rich } from "./rich";
import { KindMark, PriorityMark } from "./row";
import { SignalValue } from "./signals";
import { Suggestions } from "./suggestions";

export function TicketPanel() {
  const conversation = selected.value;
  return (
    <section class="ticket" aria-label={t("ticket.title")}>
      <button
        type="button"
        class="btn quiet small narrow-only"
        onClick={() => {
          pane.value = "conversation";
        }}
      >
        <Icon name="back" size={14} />
        {t("action.back_to_conversation")}
      </button>
      {conversation?.ticket && (
        <>
          <TicketView ticket={conversation.ticket}>
            <Suggestions conversation={conversation} />
          </TicketView>
          <TicketLife key={conversation.ticket.id} ticket={conversation.ticket} />
        </>
      )}
      {conversation && !conversation.ticket && <p class="empty">{t("ticket.none")}</p>}
      {conversation && <CustomerView conversation={conversation} />}
    </section>
  );
}

/** `children` stand above the fields. */
export function TicketView({ ticket, children }: { ticket: Ticket; children?: ComponentChildren }) {
  useEffect(needDefinitions, []);
  const words = { yes: t("word.yes"), no: t("word.no") };
  const added = addedFields(ticket, definitions.value, language.value, words);
  return (
    <>
      <header class="ticket-head">
        <h2>
          <a href={href("tickets", ticket.number)}>{ticket.number}</a>
        </h2>
        <span class="badge">{t(`ticket_status.${ticket.status}`)}</span>
        <KindMark kind={ticket.kind} />
        <PriorityMark priority={ticket.priority} withWord />
      </header>
      <DueTimes ticket={ticket} />
      <Why ticket={ticket} />
      {children}
      {added.length > 0 && (
        <section class="ticket-section">
          <h3>{t(ticket.kind === "request" ? "ticket.request" : "ticket.more_fields")}</h3>
          <dl class="fields">
            {added.map((shown) => (
              <Field key={`${ticket.id}/${shown.name}`} ticket={ticket} shown={shown} />
            ))}
          </dl>
          {ticket.kind === "request" && <ApprovalSteps ticket={ticket} />}
        </section>
      )}
      <section class="ticket-section">
        <h3>{t("ticket.fields")}</h3>
        <dl class="fields">
          {shownFields(ticket, definitions.value).map((shown) => (
            <Field key={`${ticket.id}/${shown.name}`} ticket={ticket} shown={shown} />
          ))}
        </dl>
      </section>
      <Steps ticket={ticket} />
      <Articles ticket={ticket} />
    </>
  );
}

function Why({ ticket }: { ticket: Ticket }) {
  const { reason, signals } = ticket.handoff;
  const shown = Object.entries(signals).filter(([, value]) => value !== null);
  return (
    <section class="ticket-section why">
      <h3>{t("ticket.why")}</h3>
      <p>{tOr(`reason.${reason}`, reason)}</p>
      {shown.length > 0 && (
        <details>
          <summary>{t("ticket.signals")}</summary>
          <dl class="signals">
            {shown.map(([name, value]) => (
              <div key={name}>
                <dt>{tOr(`signal.${name}`, name.replaceAll("_", " "))}</dt>
                <dd>
                  <SignalValue name={name} value={value} />
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </section>
  );
}

const STEP_ICONS = { done: "check", solved: "check", failed: "close" } as const;

function Steps({ ticket }: { ticket: Ticket }) {
  const steps = stepsTried(ticket);
  return (
    <section class="ticket-section">
      <h3>{t("ticket.steps")}</h3>
      {steps.length === 0 && <p class="muted">{t("ticket.no_steps")}</p>}
      <ol class="steps">
        {steps.map(({ text, result }, i) => (
          <li key={i} class={`step ${result ?? ""}`}>
            <span class="step-icon" aria-hidden="true">
              <Icon name={STEP_ICONS[result as keyof typeof STEP_ICONS] ?? "help"} size={12} />
            </span>
            <span>
              <Rich text={text} />
              {result && <span class="step-result">{tOr(`step.${result}`, result)}</span>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Articles({ ticket }: { ticket: Ticket }) {
  const articles = articlesShown(ticket);
  if (articles.length === 0) return null;
  return (
    <section class="ticket-section">
      <h3>{t("ticket.articles")}</h3>
      <ul class="articles">
        {articles.map((article) => (
          <ArticleLine key={article.id} article={article} />
        ))}
      </ul>
    </section>
  );
}

function ArticleLine({ article }: { article: ShownArticle }) {
  const { id, title, language: inLanguage } = article;
  const known = useTitle(title === null ? id : null);
  return (
    <li lang={inLanguage}>
      <Icon name="article" size={14} />
      <a href={`/help/${inLanguage}/${id}`} target="_blank" rel="noreferrer noopener">
        {title ?? known ?? id}
      </a>
    </li>
  );
}
