/** The middle: whose conversation it is, what can be done with it, what was said, where to write. */
import type { ConversationSummary } from "../../protocol/wire";
import { decline, release, returnToBot, take } from "../actions";
import { dateTime } from "../format";
import { language, t } from "../i18n";
import { openDialog, pane } from "../screen";
import { keysOf } from "../shortcuts";
import { isMine, isOfferedToMe } from "../state/select";
import { now, state } from "../state/store";
import { customerName } from "../summary";
import { Composer } from "./composer";
import { Icon } from "./icons";
import { More } from "./more";
import { TakeoverBar } from "./takeover";
import { Transcript } from "./transcript";
import { isMac } from "./writing";

export function Conversation({ conversation }: { conversation: ConversationSummary }) {
  return (
    <>
      <Head conversation={conversation} />
      <TakeoverBar conversation={conversation} />
      <Transcript conversation={conversation} />
      <Composer conversation={conversation} />
    </>
  );
}

function Head({ conversation }: { conversation: ConversationSummary }) {
  const { ticket, user_online } = conversation;
  return (
    <header class="conversation-head">
      <button
        type="button"
        class="icon-btn small narrow-only"
        aria-label={t("action.back_to_list")}
        onClick={() => {
          pane.value = "list";
        }}
      >
        <Icon name="back" />
      </button>
      <div class="conversation-title">
        <h2>{customerName(conversation)}</h2>
        <p class="muted">
          <Ownership conversation={conversation} />
          <span>{t(`language.${conversation.language}`)}</span>
          <span>{t(user_online ? "customer.online" : "customer.offline")}</span>
        </p>
      </div>
      <Actions conversation={conversation} />
      <More conversation={conversation} />
      {ticket && (
        <button
          type="button"
          class="btn quiet small narrow-only"
          onClick={() => {
            pane.value = "ticket";
          }}
        >
          <Icon name="ticket" size={14} />
          {t("ticket.title")}
        </button>
      )}
    </header>
  );
}

function Ownership({ conversation }: { conversation: ConversationSummary }) {
  const { status, owner, agent } = conversation;
  const mine = isMine(conversation, state.value?.meId ?? "");
  const kind = status === "resolved" || status === "snoozed" ? status : mine ? "mine" : owner;
  const text =
    status === "resolved" || status === "snoozed"
      ? t(`status.${status}`)
      : mine
        ? t("owner.me")
        : owner === "agent"
          ? t("owner.agent", { name: agent?.name ?? "" })
          : t(`owner.${owner}`);
  return <span class={`badge owner ${kind}`}>{text}</span>;
}

function Actions({ conversation }: { conversation: ConversationSummary }) {
  const { id, owner, status } = conversation;
  const meId = state.value?.meId ?? "";
  if (isMine(conversation, meId) && status !== "resolved") return <MyActions id={id} />;
  if (owner !== "queue" && owner !== "bot") return null;
  return (
    <div class="actions">
      <button type="button" class="btn small" onClick={() => void take(id)}>
        {t("action.take")}
      </button>
      {isOfferedToMe(conversation, meId, now.value) && (
        <button type="button" class="btn quiet small" onClick={() => void decline(id)}>
          {t("action.decline")}
        </button>
      )}
    </div>
  );
}

function MyActions({ id }: { id: string }) {
  return (
    <div class="actions">
      <button
        type="button"
        class="btn small"
        title={keysOf("resolve", isMac).join("+")}
        onClick={() => openDialog("resolve")}
      >
        <Icon name="check" size={14} />
        {t("action.resolve")}
      </button>
      <button
        type="button"
        class="btn quiet small"
        title={keysOf("snooze", isMac).join("+")}
        onClick={() => openDialog("snooze")}
      >
        <Icon name="clock" size={14} />
        {t("action.snooze")}
      </button>
      <button type="button" class="btn quiet small" onClick={() => openDialog("transfer")}>
        <Icon name="swap" size={14} />
        {t("action.transfer")}
      </button>
      <button type="button" class="btn quiet small" onClick={() => void returnToBot(id)}>
        <Icon name="bot" size={14} />
        {t("action.return_to_bot")}
      </button>
      <button
        type="button"
        class="btn quiet small square"
        aria-label={t("action.release")}
        title={t("action.release")}
        onClick={() => void release(id)}
      >
        <Icon name="inbox" size={14} />
      </button>
      <button
        type="button"
        class="btn quiet small square"
        aria-label={t("abuse.title")}
        title={t("abuse.title")}
        onClick={() => openDialog("abuse")}
      >
        <Icon name="flag" size={14} />
      </button>
    </div>
  );
}

export function NothingSelected() {
  const waiting = Object.values(state.value?.conversations ?? {}).filter((c) => c.owner === "queue");
  const oldest = waiting.map((c) => c.queued_at ?? c.updated_at).sort()[0];
  return (
    <div class="empty tall">
      <Icon name="inbox" size={36} />
      <h2>{t("empty.none_selected")}</h2>
      <p>{oldest ? t("empty.oldest", { at: dateTime(oldest, language.value) }) : t("empty.queue")}</p>
      <p class="muted keys-hint">
        <kbd>{keysOf("next", isMac).join(" ")}</kbd> {t("shortcut.next")} <kbd>?</kbd> {t("shortcut.help")}
      </p>
    </div>
  );
}
