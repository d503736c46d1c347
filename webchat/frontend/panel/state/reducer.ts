import type { Message } from "../../protocol/wire";
import type { Outgoing, PanelEvent, PanelState } from "./types";

export const initial: PanelState = {
  link: "connecting",
  refusal: null,
  session: null,
  conversation_id: null,
  conversation: null,
  messages: [],
  cursor: 0,
  isCaughtUp: false,
  outbox: [],
  typing: null,
  read_seq: 0,
  feedback: {},
};

/** The panel's only way to change: state and what happened in, new state out. Any event may come twice or late. */
export function reduce(state: PanelState, event: PanelEvent): PanelState {
  switch (event.type) {
    case "link":
      return {
        ...state,
        link: event.link,
        refusal: event.refusal ?? null,
        typing: event.link === "online" ? state.typing : null,
      };
    case "session_started": {
      const { session, conversation_id, state: conversation, max_attachment_bytes } = event.data;
      const isSame = state.conversation_id === null || state.conversation_id === conversation_id;
      const base = isSame ? state : forget(state, true);
      return {
        ...base,
        link: "online",
        refusal: null,
        session,
        conversation_id,
        conversation,
        max_file_bytes: max_attachment_bytes,
      };
    }
    case "resumed": {
      const received = withMessages(state, event.messages);
      const last = event.messages.at(-1)?.seq ?? 0;
      // Numbers still missing below `up_to` are not for us (an agent's private note): never ask for them again.
      const cursor = contiguous(received.messages, Math.max(state.cursor, event.up_to, last));
      return { ...received, cursor, conversation: event.state, isCaughtUp: true };
    }
    case "message_created": {
      const received = withMessages(state, [event.data]);
      const isAnswer = state.typing?.kind === event.data.sender.kind;
      return {
        ...received,
        cursor: contiguous(received.messages, state.cursor),
        typing: isAnswer ? null : state.typing,
      };
    }
    case "state_changed":
      return {
        ...state,
        conversation: event.data,
        typing: event.data.owner === state.typing?.kind ? state.typing : null,
      };
    case "typing":
      return { ...state, typing: event.data.on ? event.data.sender : null };
    case "read":
      return { ...state, read_seq: Math.max(state.read_seq, event.seq) };
    case "judged":
      return { ...state, feedback: { ...state.feedback, [event.message_id]: event.helpful } };
    case "rated":
      return { ...state, conversation: state.conversation && { ...state.conversation, rated: true } };
    case "forgotten":
      return forget(state, event.keepOutbox);
    default:
      return reduceOutbox(state, event);
  }
}

type OutboxEvent = Extract<
  PanelEvent,
  { type: "queued" | "sending" | "acked" | "held_back" | "refused" | "discarded" }
>;

function reduceOutbox(state: PanelState, event: OutboxEvent): PanelState {
  const change = (client_id: string, changes: Partial<Outgoing>) => ({
    ...state,
    outbox: state.outbox.map((one) => (one.client_id === client_id ? { ...one, ...changes } : one)),
  });
  switch (event.type) {
    case "queued": {
      const isKnown = state.outbox.some((one) => one.client_id === event.data.client_id);
      return isKnown ? state : { ...state, outbox: [...state.outbox, event.data] };
    }
    case "sending":
      return change(event.client_id, { status: "sending", error: undefined });
    case "held_back":
      return change(event.client_id, { status: "queued", error: event.error });
    case "refused":
      return change(event.client_id, { status: "failed", error: event.error });
    case "discarded":
      return { ...state, outbox: state.outbox.filter((one) => one.client_id !== event.client_id) };
    case "acked": {
      const sent = state.outbox.find((one) => one.client_id === event.client_id);
      if (!sent) return state;
      const received = withMessages(state, [asMessage(sent, event)]);
      return { ...received, cursor: contiguous(received.messages, state.cursor) };
    }
  }
}

/** True when a number is missing between what we have in a row and what we have: time to `resume`. */
export const hasGap = (state: PanelState): boolean => highestSeq(state) > state.cursor;

export const highestSeq = (state: PanelState): number =>
  Math.max(state.cursor, state.messages.at(-1)?.seq ?? 0);

/** What the user has not seen yet: words of the bot, agents and the system above `read_seq`. */
export const countUnread = (state: PanelState): number =>
  state.messages.filter((message) => message.seq > state.read_seq && message.sender.kind !== "user").length;

function asMessage(sent: Outgoing, ack: { seq: number; id: string; at: string; text?: string }): Message {
  const { client_id, language, attachments } = sent;
  return {
    seq: ack.seq,
    id: ack.id,
    client_id,
    sender: { kind: "user", name: "" },
    text: ack.text ?? sent.text, // what the server masked is masked on this screen too
    language,
    kind: "text",
    attachments,
    at: ack.at,
  };
}

/** Merge by seq, first come stays; a message of ours that is on the server has left the outbox. */
function withMessages(state: PanelState, added: Message[]): PanelState {
  const known = new Set(state.messages.map((message) => message.seq));
  const fresh = added.filter((message) => !known.has(message.seq) && known.add(message.seq));
  const stored = new Set(added.map((message) => message.client_id));
  return {
    ...state,
    messages: fresh.length ? [...state.messages, ...fresh].sort((a, b) => a.seq - b.seq) : state.messages,
    outbox: state.outbox.filter((one) => !stored.has(one.client_id)),
  };
}

function contiguous(messages: Message[], from: number): number {
  return messages.reduce((cursor, message) => (message.seq === cursor + 1 ? message.seq : cursor), from);
}

function forget(state: PanelState, keepOutbox: boolean): PanelState {
  const outbox = keepOutbox ? state.outbox.map((one) => ({ ...one, status: "queued" as const })) : [];
  return { ...initial, link: state.link, outbox };
}
