import type { ConversationState } from "../../protocol/wire";
import { useController, useTexts } from "./context";
import { Icon } from "./icons";

type Say = ReturnType<typeof useTexts>;

/** First letters of a name, two at most. */
export const initials = (name: string): string =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => [...word][0] ?? "")
    .join("")
    .slice(0, 2)
    .toUpperCase();

/** Always visible: who answers, the place in the queue, the ticket, and the way to a person. */
export function Owner() {
  const controller = useController();
  const t = useTexts();
  const { conversation } = controller.store.state.value;
  const owner = conversation?.owner ?? "bot";
  const isAsking = controller.isAskingPerson.value;
  const details = describe(conversation, t);
  const ticket =
    owner !== "bot" && conversation?.ticket ? t("ticket", { number: conversation.ticket.number }) : "";
  return (
    <section class={`owner ${owner}`} aria-label={headline(conversation, t)}>
      <span class="avatar" aria-hidden="true">
        {owner === "agent" && conversation?.agent ? (
          initials(conversation.agent.name)
        ) : (
          <Icon name={owner === "queue" ? "clock" : owner === "bot" ? "mark" : "person"} />
        )}
      </span>
      <p role="status">
        <strong>{headline(conversation, t)}</strong>
        {(details || ticket) && (
          <span>
            {details}
            {details && ticket && " · "}
            {ticket && <span class="whole">{ticket}</span>}
          </span>
        )}
      </p>
      {(owner === "bot" || owner === "none") && (
        <button type="button" class="person" disabled={isAsking} onClick={() => controller.askPerson()}>
          <Icon name="person" size={18} />
          {isAsking ? t("asking_human") : t("ask_human")}
        </button>
      )}
    </section>
  );
}

function headline(conversation: ConversationState | null, t: Say): string {
  if (conversation?.status === "snoozed") return t("badge_snoozed");
  switch (conversation?.owner) {
    case "queue":
      return t("badge_queue");
    case "agent":
      return t("badge_agent", { name: conversation.agent?.name ?? t("person") });
    case "none":
      return t("badge_none");
    default:
      return t("badge_bot");
  }
}

/** Place and expected wait, as far as they are known. */
function describe(conversation: ConversationState | null, t: Say): string {
  if (!conversation || conversation.owner === "bot") return "";
  const { owner, position, wait_s, agents_online } = conversation;
  const parts: string[] = [];
  if (owner === "queue" && agents_online === 0) parts.push(t("offline_agents"));
  else if (owner === "queue") {
    if (position) parts.push(position === 1 ? t("queue_next") : t("queue_place", { position }));
    if (typeof wait_s === "number")
      parts.push(wait_s < 60 ? t("queue_soon") : t("queue_wait", { minutes: Math.round(wait_s / 60) }));
  }
  return parts.join(" · ");
}
