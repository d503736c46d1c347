/** Ready-made wire values for tests of the console. */
import type {
  AgentPresence,
  ConsoleMessage,
  ConversationSummary,
  Mention,
  Reminder,
  Snapshot,
  Ticket,
} from "../../protocol/wire";

export const AT = "2026-11-24T09:00:00.000Z";

export function at(seconds: number): string {
  return new Date(Date.parse(AT) + seconds * 1000).toISOString();
}

export function agentOf(id: string, changes: Partial<AgentPresence> = {}): AgentPresence {
  return {
    id,
    name: id,
    role: "agent",
    status: "online",
    languages: ["nl"],
    capacity: 4,
    n_chats: 0,
    ...changes,
  };
}

export function conversationOf(id: string, changes: Partial<ConversationSummary> = {}): ConversationSummary {
  return {
    id,
    status: "open",
    owner: "queue",
    language: "nl",
    customer: { known: false },
    created_at: AT,
    updated_at: AT,
    queued_at: AT,
    last_seq: 0,
    user_read_seq: 0,
    user_online: true,
    warnings: 0,
    ...changes,
  };
}

export function messageOf(
  conversation_id: string,
  seq: number,
  changes: Partial<ConsoleMessage> = {},
): ConsoleMessage {
  return {
    seq,
    id: `${conversation_id}.${seq}`,
    conversation_id,
    sender: { kind: "user", name: "" },
    text: `message ${seq}`,
    language: "nl",
    kind: "text",
    at: at(seq),
    ...changes,
  };
}

export function ticketOf(conversation_id: string, changes: Partial<Ticket> = {}): Ticket {
  return {
    id: `t-${conversation_id}`,
    number: "FL-1001",
    conversation_id,
    status: "new",
    kind: "incident",
    fields: {},
    priority: "medium",
    priority_set: false,
    version: 1,
    due: {},
    handoff: { reason: "user_request", signals: {} },
    created_at: AT,
    updated_at: AT,
    ...changes,
  };
}

export function snapshotOf(event_id: number, conversations: ConversationSummary[] = []): Snapshot {
  const me = agentOf("me");
  const agents = [me, agentOf("you")];
  const limits = { max_message_chars: 4000, max_attachment_bytes: 1e7 };
  return {
    event_id,
    me,
    agents,
    conversations,
    mentions: [],
    reminders: [],
    teams: [],
    incidents: { n_signals: 0, n_open: 0 },
    ...limits,
  };
}

export function mentionOf(id: number, conversation_id: string, read = false): Mention {
  return {
    id,
    conversation_id,
    message_id: `${conversation_id}.1.${id}`,
    by: { id: "you", name: "you" },
    text: "@me",
    at: at(id),
    read,
  };
}

export function reminderOf(id: string, conversation_id: string, done = false): Reminder {
  return { id, conversation_id, kind: "follow_up", at: at(3600), done };
}
