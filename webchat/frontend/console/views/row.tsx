/** One conversation in the list; an offer to me carries its countdown and both answers. */
import type { ConversationSummary, Ticket } from "../../protocol/wire";
import { decline, take } from "../actions";
import { timeAgo, waitingTime } from "../format";
import { language, t, tOr } from "../i18n";
import { show } from "../screen";
import { isOfferedToMe, waitingSince } from "../state/select";
import { me, now, outbox, selectedId, state } from "../state/store";
import { customerName, subjectOf, unmasked } from "../summary";
import { teamOf } from "../teams";
import { DueMark } from "./due";
import { Icon, type IconName } from "./icons";

interface Props {
  conversation: ConversationSummary;
  place: number;
  of: number;
  tabStop: boolean;
}

export function Row({ conversation, place, of, tabStop }: Props) {
  const { id, ticket } = conversation;
  const offered = isOfferedToMe(conversation, me.value?.id ?? "", now.value);
  const isCurrent = selectedId.value === id;
  const classes = ["row", isCurrent && "current", offered && "offered"].filter(Boolean).join(" ");
  return (
    <li class={classes} aria-setsize={of} aria-posinset={place}>
      <button
        type="button"
        class="row-open"
        aria-current={isCurrent ? "true" : undefined}
        tabIndex={tabStop ? 0 : -1}
        onClick={() => show(id)}
      >
        <span class="row-top">
          {conversation.user_online && <span class="status-dot online" title={t("customer.online")} />}
          <strong class="row-name">{customerName(conversation)}</strong>
          <Wait conversation={conversation} />
        </span>
        <span class="row-subject" lang={conversation.language}>
          {subjectOf(conversation)}
        </span>
        <span class="row-bottom">
          <span class="badge lang">{conversation.language.toUpperCase()}</span>
          {isMentioned(id) && (
            <span class="badge bad">
              @<span class="sr"> {t("row.mentioned")}</span>
            </span>
          )}
          {ticket && <KindMark kind={ticket.kind} />}
          {ticket && <PriorityMark priority={ticket.priority} />}
          {ticket && <DueMark ticket={ticket} />}
          {teamOf(conversation) && <span class="badge team">{teamOf(conversation)}</span>}
          <Whose conversation={conversation} hidden={offered} />
        </span>
      </button>
      {offered && <Offer conversation={conversation} />}
    </li>
  );
}

const isMentioned = (id: string): boolean =>
  Object.values(state.value?.mentions ?? {}).some((mention) => mention.conversation_id === id);

function Wait({ conversation }: { conversation: ConversationSummary }) {
  const since = waitingSince(conversation);
  if (since === null)
    return <span class="row-time">{timeAgo(conversation.updated_at, now.value, language.value)}</span>;
  return (
    <span class="row-time waiting">
      <Icon name="clock" size={13} />
      <span class="sr">{t("list.waiting")}</span>
      {waitingTime((now.value - since) / 1000)}
    </span>
  );
}

function Offer({ conversation }: { conversation: ConversationSummary }) {
  const left = Math.max(0, Math.ceil((Date.parse(conversation.offer?.expires_at ?? "") - now.value) / 1000));
  const name = customerName(conversation);
  return (
    <div class="offer">
      <span class="offer-left" title={t("offer.left")}>
        {left} s
      </span>
      <button
        type="button"
        class="btn small"
        aria-label={t("offer.take_named", { name })}
        onClick={() => void take(conversation.id)}
      >
        {t("action.take")}
      </button>
      <button
        type="button"
        class="btn quiet small"
        aria-label={t("offer.decline_named", { name })}
        onClick={() => void decline(conversation.id)}
      >
        {t("action.decline")}
      </button>
    </div>
  );
}

const KIND_ICONS: Record<Ticket["kind"], IconName> = {
  incident: "wrench",
  request: "inbox",
  complaint: "flag",
  security: "shield",
};

export function KindMark({ kind }: { kind: Ticket["kind"] }) {
  return (
    <span class={`badge kind ${kind}`}>
      <Icon name={KIND_ICONS[kind]} size={12} />
      {t(`kind.${kind}`)}
    </span>
  );
}

/** Told by bars and by a word, not by colour alone. */
export function PriorityMark({
  priority,
  withWord = false,
}: {
  priority: Ticket["priority"];
  withWord?: boolean;
}) {
  const bars = { low: 1, medium: 2, high: 3, urgent: 4 }[priority];
  const word = t(`priority.${priority}`);
  return (
    <span class={`priority ${priority}`} title={word}>
      <span class="bars" aria-hidden="true">
        {[1, 2, 3, 4].map((bar) => (
          <i key={bar} class={bar <= bars ? "on" : ""} />
        ))}
      </span>
      <span class={withWord ? "" : "sr"}>{word}</span>
    </span>
  );
}

function Whose({ conversation, hidden }: { conversation: ConversationSummary; hidden: boolean }) {
  if (hidden) return null;
  const { id, owner, status, agent, last_message } = conversation;
  const unsent = outbox.value.unsent.some((each) => each.conversation_id === id);
  const writing = Object.keys(outbox.value.drafts).some((key) => key.startsWith(`${id}/`));
  const text = unsent
    ? t("row.unsent")
    : writing
      ? t("row.draft")
      : status === "resolved" || status === "snoozed"
        ? t(`status.${status}`)
        : owner === "agent" && agent?.id !== me.value?.id
          ? (agent?.name ?? "")
          : owner === "agent"
            ? lastWords(last_message)
            : tOr(`owner.${owner}`, "");
  return <span class={unsent || writing ? "row-whose draft" : "row-whose"}>{text}</span>;
}

/** What was said last, or how many files came without a word. */
function lastWords(last: ConversationSummary["last_message"]): string {
  return unmasked(last?.text ?? "") || (last?.n_attachments ? t("files.n", { n: last.n_attachments }) : "");
}
