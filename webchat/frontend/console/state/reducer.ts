/**
 * The console's whole knowledge of the world, and the one function that changes it.
 *
 * A snapshot opens the state; every event after it goes through `fold`. Folding is idempotent and does not
 * care about order: each thing remembers the `event_id` it was last told about, so an event that a resume
 * repeats, or that another one overtook, changes nothing that is newer. Folding the events between two
 * snapshots onto the older one gives the newer one (`toSnapshot`).
 */
import type {
  AgentPresence,
  ConsoleMessage,
  ConsoleMessageCreated,
  ConversationChanged,
  ConversationOpened,
  ConversationSummary,
  HandoffCreated,
  Incidents,
  IncidentsChanged,
  Mention,
  MentionChanged,
  PresenceChanged,
  Reminder,
  ReminderChanged,
  Snapshot,
  Team,
  TeamsChanged,
  Ticket,
  TicketChanged,
} from "../../protocol/wire";

/** Resolved conversations that a snapshot holds at most; older ones leave the list. */
export const MAX_RESOLVED = 50;
/** Characters of the newest message that a summary carries. */
const SUMMARY_CHARS = 200;

export interface Transcript {
  /** In the order of the log, each once; a note has the `seq` of the message that it was written behind. */
  messages: readonly ConsoleMessage[];
}

export interface ConsoleState {
  eventId: number;
  meId: string;
  agents: Readonly<Record<string, AgentPresence>>;
  conversations: Readonly<Record<string, ConversationSummary>>;
  /** Only of conversations that were opened or handed over. */
  transcripts: Readonly<Record<string, Transcript>>;
  /** `event_id` by thing, for what has changed since the snapshot; all else is as new as the snapshot. */
  versions: Readonly<Record<string, number>>;
  /** The newest `ticket_changed` by conversation: it may come before the summary it belongs in. */
  tickets: Readonly<Record<string, { ticket: Ticket; eventId: number }>>;
  /** What addresses me and I have not seen, and what I have planned and not done. */
  mentions: Readonly<Record<number, Mention>>;
  reminders: Readonly<Record<string, Reminder>>;
  teams: readonly Team[];
  incidents: Incidents;
  snapshotId: number;
  maxMessageChars: number;
  maxAttachmentBytes: number;
}

/** What the server says, what a `conversation` call answered, and our own message once acknowledged. */
export type ConsoleEvent =
  | { event: "handoff_created"; data: HandoffCreated }
  | { event: "conversation_changed"; data: ConversationChanged }
  | { event: "message_created"; data: ConsoleMessageCreated }
  | { event: "ticket_changed"; data: TicketChanged }
  | { event: "presence_changed"; data: PresenceChanged }
  | { event: "mention_changed"; data: MentionChanged }
  | { event: "reminder_changed"; data: ReminderChanged }
  | { event: "teams_changed"; data: TeamsChanged }
  | { event: "incidents_changed"; data: IncidentsChanged }
  | { event: "opened"; data: ConversationOpened }
  | { event: "acknowledged"; data: ConsoleMessage };

/** Open the state from a snapshot. Transcripts known already are kept: their messages never change. */
export function open(snapshot: Snapshot, transcripts: ConsoleState["transcripts"] = {}): ConsoleState {
  const conversations = byId(snapshot.conversations);
  const kept = Object.entries(transcripts).filter(([id]) => id in conversations);
  return {
    eventId: snapshot.event_id,
    meId: snapshot.me.id,
    agents: { ...byId(snapshot.agents), [snapshot.me.id]: snapshot.me },
    conversations,
    transcripts: Object.fromEntries(kept),
    versions: {},
    tickets: {},
    mentions: byId(snapshot.mentions),
    reminders: byId(snapshot.reminders),
    teams: snapshot.teams,
    incidents: snapshot.incidents,
    snapshotId: snapshot.event_id,
    maxMessageChars: snapshot.max_message_chars,
    maxAttachmentBytes: snapshot.max_attachment_bytes,
  };
}

/** Apply one event; the given state is left as it was. */
export function fold(state: ConsoleState, event: ConsoleEvent): ConsoleState {
  switch (event.event) {
    case "presence_changed":
      return seen(withAgent(state, event.data), event.data.event_id);
    case "conversation_changed":
      return seen(withConversation(state, event.data.conversation, event.data.event_id), event.data.event_id);
    case "ticket_changed":
      return seen(withTicket(state, event.data.ticket, event.data.event_id), event.data.event_id);
    case "message_created":
      return seen(withMessage(state, event.data), event.data.event_id);
    case "handoff_created":
      return seen(withHandoff(state, event.data), event.data.event_id);
    case "mention_changed":
      return seen(withMention(state, event.data), event.data.event_id);
    case "reminder_changed":
      return seen(withReminder(state, event.data), event.data.event_id);
    case "teams_changed":
      return seen(withTeams(state, event.data), event.data.event_id);
    case "incidents_changed":
      return seen(withIncidents(state, event.data), event.data.event_id);
    case "opened":
      return withOpened(state, event.data);
    case "acknowledged":
      return withMessage(state, event.data);
  }
}

/** The state in the shape of a snapshot, in a fixed order, to compare with one. */
export function toSnapshot(state: ConsoleState): Snapshot {
  const me = state.agents[state.meId];
  if (!me) throw new Error("the state lost its own agent");
  return {
    event_id: state.eventId,
    me,
    agents: sortedById(Object.values(state.agents)),
    conversations: sortedById(Object.values(state.conversations)),
    mentions: sortedById(Object.values(state.mentions)),
    reminders: sortedById(Object.values(state.reminders)),
    teams: [...state.teams],
    incidents: state.incidents,
    max_message_chars: state.maxMessageChars,
    max_attachment_bytes: state.maxAttachmentBytes,
  };
}

/** The highest `seq` up to which a transcript has no hole; 0 when nothing is known. */
export function contiguousSeq(transcript: Transcript | undefined): number {
  const messages = transcript?.messages ?? [];
  let seq = 0;
  for (const message of messages) {
    if (message.seq > seq + 1) break;
    seq = message.seq;
  }
  return seq;
}

function seen(state: ConsoleState, eventId: number): ConsoleState {
  return eventId > state.eventId ? { ...state, eventId } : state;
}

function isNewer(state: ConsoleState, key: string, eventId: number): boolean {
  return eventId > (state.versions[key] ?? state.snapshotId);
}

function withVersion(state: ConsoleState, key: string, eventId: number): ConsoleState["versions"] {
  return { ...state.versions, [key]: eventId };
}

function withAgent(state: ConsoleState, data: PresenceChanged): ConsoleState {
  const key = `agent:${data.agent.id}`;
  if (!isNewer(state, key, data.event_id)) return state;
  return {
    ...state,
    agents: { ...state.agents, [data.agent.id]: data.agent },
    versions: withVersion(state, key, data.event_id),
  };
}

function withMention(state: ConsoleState, { event_id, mention }: MentionChanged): ConsoleState {
  const key = `mention:${mention.id}`;
  if (!isNewer(state, key, event_id)) return state;
  const { [mention.id]: _, ...others } = state.mentions;
  const mentions = mention.read ? others : { ...others, [mention.id]: mention };
  return { ...state, mentions, versions: withVersion(state, key, event_id) };
}

function withReminder(state: ConsoleState, { event_id, reminder }: ReminderChanged): ConsoleState {
  const key = `reminder:${reminder.id}`;
  if (!isNewer(state, key, event_id)) return state;
  const { [reminder.id]: _, ...others } = state.reminders;
  const reminders = reminder.done ? others : { ...others, [reminder.id]: reminder };
  return { ...state, reminders, versions: withVersion(state, key, event_id) };
}

function withTeams(state: ConsoleState, data: TeamsChanged): ConsoleState {
  if (!isNewer(state, "teams", data.event_id)) return state;
  return { ...state, teams: data.teams, versions: withVersion(state, "teams", data.event_id) };
}

function withIncidents(state: ConsoleState, { event_id, n_signals, n_open }: IncidentsChanged): ConsoleState {
  if (!isNewer(state, "incidents", event_id)) return state;
  return { ...state, incidents: { n_signals, n_open }, versions: withVersion(state, "incidents", event_id) };
}

function withConversation(
  state: ConsoleState,
  conversation: ConversationSummary,
  eventId: number,
): ConsoleState {
  const key = `conversation:${conversation.id}`;
  if (!isNewer(state, key, eventId)) return state;
  const known = state.conversations[conversation.id];
  const merged = withNewestParts(state, conversation, known, eventId);
  const next = {
    ...state,
    conversations: { ...state.conversations, [conversation.id]: merged },
    versions: withVersion(state, key, eventId),
  };
  return trimmed(next);
}

/** A summary may be older than a ticket or message that overtook it: the newer part stays. */
function withNewestParts(
  state: ConsoleState,
  conversation: ConversationSummary,
  known: ConversationSummary | undefined,
  eventId: number,
): ConversationSummary {
  const changed = state.tickets[conversation.id];
  const messagesAreNewer = known !== undefined && known.last_seq > conversation.last_seq;
  return {
    ...conversation,
    ...(changed && changed.eventId > eventId ? { ticket: changed.ticket } : {}),
    ...(messagesAreNewer ? { last_seq: known.last_seq, last_message: known.last_message } : {}),
  };
}

function withTicket(state: ConsoleState, ticket: Ticket, eventId: number): ConsoleState {
  const id = ticket.conversation_id;
  const newest = state.tickets[id]?.eventId ?? state.snapshotId;
  if (eventId <= newest || !isNewer(state, `conversation:${id}`, eventId)) return state;
  const tickets = { ...state.tickets, [id]: { ticket, eventId } };
  const conversation = state.conversations[id];
  if (!conversation) return { ...state, tickets };
  return {
    ...state,
    tickets,
    conversations: { ...state.conversations, [id]: { ...conversation, ticket } },
  };
}

function withMessage(state: ConsoleState, data: ConsoleMessage): ConsoleState {
  const message = plain(data);
  const transcript = state.transcripts[message.conversation_id];
  const transcripts = transcript
    ? { ...state.transcripts, [message.conversation_id]: inserted(transcript, [message]) }
    : state.transcripts;
  const conversation = state.conversations[message.conversation_id];
  if (!conversation || message.seq <= conversation.last_seq) return { ...state, transcripts };
  return {
    ...state,
    transcripts,
    conversations: {
      ...state.conversations,
      [conversation.id]: touched(conversation, message),
    },
  };
}

/** A private note is nobody's last word to the customer. */
function touched(conversation: ConversationSummary, message: ConsoleMessage): ConversationSummary {
  if (message.kind === "note") return conversation;
  const { seq, sender, at, attachments } = message;
  const files = attachments?.length ? { n_attachments: attachments.length } : {};
  const text = [...message.text].slice(0, SUMMARY_CHARS).join("");
  return {
    ...conversation,
    last_seq: seq,
    updated_at: later(at, conversation.updated_at),
    last_message: { seq, text, sender, at, ...files },
  };
}

/** ISO 8601 UTC of one shape: the order of the letters is the order of time. */
function later(a: string, b: string): string {
  return a.localeCompare(b) > 0 ? a : b;
}

function withHandoff(state: ConsoleState, data: HandoffCreated): ConsoleState {
  const conversation = { ...data.conversation, ticket: data.ticket };
  const next = withConversation(state, conversation, data.event_id);
  const known = next.transcripts[data.conversation_id];
  const whole = known ?? (data.transcript[0]?.seq === 1 ? { messages: [] } : undefined);
  if (!whole) return next;
  return {
    ...next,
    transcripts: {
      ...next.transcripts,
      [data.conversation_id]: inserted(whole, data.transcript),
    },
  };
}

function withOpened(state: ConsoleState, data: ConversationOpened): ConsoleState {
  const { conversation, messages } = data;
  const transcript = state.transcripts[conversation.id] ?? { messages: [] };
  // The answer carries no event_id; the list is kept right by events, so it only fills a gap there.
  const conversations = state.conversations[conversation.id]
    ? state.conversations
    : { ...state.conversations, [conversation.id]: conversation };
  return {
    ...state,
    conversations,
    transcripts: { ...state.transcripts, [conversation.id]: inserted(transcript, messages) },
  };
}

/** Put messages in their place; one that is there already stays as it is. */
function inserted(transcript: Transcript, messages: readonly ConsoleMessage[]): Transcript {
  const last = transcript.messages.at(-1);
  const [only] = messages;
  // The usual case, one new message at the end, must not walk ten thousand.
  if (only && messages.length === 1 && (!last || only.seq > last.seq)) {
    return { messages: [...transcript.messages, plain(only)] };
  }
  const known = new Map(transcript.messages.map((message) => [message.id, message]));
  for (const message of messages) {
    if (!known.has(message.id)) known.set(message.id, plain(message));
  }
  if (known.size === transcript.messages.length) return transcript;
  return { messages: [...known.values()].sort(inLogOrder) };
}

const isNote = (message: ConsoleMessage): number => (message.kind === "note" ? 1 : 0);

function inLogOrder(a: ConsoleMessage, b: ConsoleMessage): number {
  return a.seq - b.seq || isNote(a) - isNote(b) || a.at.localeCompare(b.at) || a.id.localeCompare(b.id);
}

/** A message without the `event_id` of the event that brought it. */
function plain(message: ConsoleMessage): ConsoleMessage {
  if (!("event_id" in message)) return message;
  const { event_id: _, ...rest } = message as ConsoleMessageCreated;
  return rest;
}

function trimmed(state: ConsoleState): ConsoleState {
  const resolved = Object.values(state.conversations).filter((c) => c.status === "resolved");
  if (resolved.length <= MAX_RESOLVED) return state;
  resolved.sort((a, b) => b.updated_at.localeCompare(a.updated_at));
  const gone = new Set(resolved.slice(MAX_RESOLVED).map((c) => c.id));
  const keep = <T>(things: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(things).filter(([id]) => !gone.has(id)));
  return {
    ...state,
    conversations: keep(state.conversations),
    transcripts: keep(state.transcripts),
  };
}

function byId<T extends { id: string | number }>(things: readonly T[]): Record<string, T> {
  return Object.fromEntries(things.map((thing) => [thing.id, thing]));
}

function sortedById<T extends { id: string | number }>(things: T[]): T[] {
  return things.sort((a, b) => (a.id < b.id ? -1 : 1));
}
