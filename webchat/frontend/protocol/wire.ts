// Generated from webchat/realtime/protocol/ by `make types`. Do not edit.

export type Language = "nl" | "fr" | "en";

export type OwnerKind = "bot" | "queue" | "agent" | "none";

export type SlaState = "ok" | "warning" | "breached" | "met";

export type Status = "pending" | "open" | "snoozed" | "resolved";

export type SenderKind = "user" | "bot" | "agent" | "system";

/** `auth` of a connection to `/agent`; browsers use the session cookie instead. */
export interface AgentAuth {
  token?: string | null;
}

/** `set_status`. */
export interface SetStatus {
  status: "online" | "busy" | "away" | "break";
  languages?: Language[] | null;
  capacity?: number | null;
}

/** `take`, `decline`, `release`, `end_abuse`. */
export interface ConversationId {
  conversation_id: string;
}

/** `conversation`: the transcript, notes included, from `after` on. */
export interface OpenConversation {
  conversation_id: string;
  after?: number;
}

/** `resume` on `/agent`: the events since `after`. */
export interface AgentResume {
  after: number;
}

/** `note`; an `@` before a colleague's name tells that colleague. */
export interface AgentNote {
  conversation_id: string;
  client_id: string;
  text?: string;
  attachment_ids?: string[] | null;
}

/** `message` on `/agent`; with `article_id` the customer gets the article's card too. */
export interface AgentMessage extends AgentNote {
  article_id?: string | null;
}

/** `typing` on `/agent`; about a `note` only colleagues are told. */
export interface AgentTyping {
  conversation_id: string;
  on: boolean;
  note?: boolean;
}

/** Where a transfer goes: exactly one of the two. */
export interface TransferTo {
  agent?: string | null;
  team?: string | null;
}

/** `transfer`. */
export interface Transfer {
  conversation_id: string;
  to: TransferTo;
  note?: string | null;
}

/** `escalate`: to the team behind the conversation's own. */
export interface Escalate {
  conversation_id: string;
  note?: string | null;
}

/** `warn`: an abusive message by its `seq`, or the conversation as a whole. */
export interface Warn {
  conversation_id: string;
  seq?: number | null;
}

/** `return_to_bot`. */
export interface ReturnToBot {
  conversation_id: string;
}

/** `snooze`. */
export interface Snooze {
  conversation_id: string;
  until: string;
}

/** `resolve`. */
export interface Resolve {
  conversation_id: string;
  outcome?: "solved" | "not_solved" | "duplicate" | "no_answer" | "spam";
  solution?: string | null;
}

/** `ticket_update`: new values by field name; null empties a field. */
export interface TicketUpdate {
  ticket_id: string;
  fields: Record<string, unknown>;
}

/** The page the widget is on. */
export interface ChatPage {
  url?: string | null;
  title?: string | null;
}

/** State as the end user sees it. `position` counts from 1; `wait_s` is an estimate in seconds. */
export interface ConversationState {
  status: Status;
  owner: OwnerKind;
  language: Language;
  agent?: AgentRef | null;
  position?: number | null;
  wait_s?: number | null;
  ticket?: TicketRef | null;
  agents_online: number;
  rated: boolean;
  can_mail: boolean;
  email?: string | null;
  takeover?: Takeover | null;
}

/** Who wrote a message. */
export interface Sender {
  kind: SenderKind;
  name: string;
  id?: string | null;
}

/** Who the site says the end user is; `identifier_hash` is HMAC-SHA256(identifier, site secret), hex. */
export interface ChatUser {
  identifier?: string | null;
  name?: string | null;
  email?: string | null;
  identifier_hash?: string | null;
}

/** `auth` of a connection to `/chat`. */
export interface ChatAuth {
  session?: string | null;
  site?: string | null;
  language?: string | null;
  page?: ChatPage | null;
  user?: ChatUser | null;
}

/** `message` on `/chat`. */
export interface SendMessage {
  client_id: string;
  text?: string;
  payload?: string | null;
  attachment_ids?: string[] | null;
}

/** `resume` on `/chat`: everything with `seq` above `after`. */
export interface Resume {
  after: number;
}

/** `typing` on `/chat`. */
export interface Typing {
  on: boolean;
}

/** `read` on `/chat`: the user has seen everything up to `seq`. */
export interface Read {
  seq: number;
}

/** `feedback` on `/chat`. */
export interface Feedback {
  message_id: string;
  helpful: boolean;
  reason?: string | null;
}

/** `rate` on `/chat`. */
export interface Rate {
  score: number;
  comment?: string | null;
}

/** `set_language` on `/chat`: the user chose a language in the widget. */
export interface SetLanguage {
  language: Language;
}

/** `set_email` on `/chat`: where news goes once the user has left; null takes the address away. */
export interface SetEmail {
  email?: string | null;
}

/** `session_started`: the token resumes this conversation on another connection. */
export interface SessionStarted {
  session: string;
  conversation_id: string;
  state: ConversationState;
  last_seq: number;
  max_attachment_bytes: number;
}

/** `typing` from the server (never stored). */
export interface TypingSign {
  on: boolean;
  sender: Sender;
  conversation_id?: string | null;
  note?: boolean | null;
}

/** An agent as others see them. */
export interface AgentRef {
  id: string;
  name: string;
}

/** One entry of the message log. `kind` tells what the bot's words are for. */
export interface Message {
  seq: number;
  id: string;
  client_id?: string | null;
  sender: Sender;
  text: string;
  language: Language;
  buttons?: Button[] | null;
  article?: ArticleRef | null;
  step?: StepRef | null;
  attachments?: Attachment[] | null;
  kind: "text" | "answer" | "question" | "step" | "notice" | "note";
  at: string;
}

/** A remote take-over that is proposed or under way; the user gets `url` and `code` only with their consent. */
export interface Takeover {
  state: "proposed" | "accepted";
  url?: string | null;
  code?: string | null;
}

/** A note that addresses an agent; `text` is its beginning. */
export interface Mention {
  id: number;
  conversation_id: string;
  message_id: string;
  by: AgentRef;
  text: string;
  at: string;
  read: boolean;
}

/** A follow-up or call-back that an agent planned; of the `phone` the last two digits are shown. */
export interface Reminder {
  id: string;
  conversation_id: string;
  kind: "follow_up" | "call_back";
  at: string;
  phone?: string | null;
  note?: string | null;
  done: boolean;
}

/** One value on a ticket with where it came from. `confidence` in 0..1. */
export interface TicketField {
  value: unknown;
  source: SenderKind;
  message_seq?: number | null;
  confidence?: number | null;
}

/** When the first response and the resolution are due. */
export interface TicketDue {
  first_response_at?: string | null;
  resolution_at?: string | null;
}

/** How the two promises stand. While `stopped` the ticket waits for the customer or is closed: no time counts. */
export interface TicketSla {
  answered: boolean;
  first_response: SlaState;
  resolution: SlaState;
  stopped: boolean;
}

/** Why the bot handed off, with the signals behind it. */
export interface TicketHandoff {
  reason: string;
  signals: Record<string, unknown>;
}

/** Whether a request may go on: who is asked, since when it stands as it does, and what they said. */
export interface TicketApproval {
  state: "asked" | "approved" | "refused";
  approver: string;
  at: string;
  note?: string | null;
}

/** A ticket as agents see it. */
export interface Ticket {
  id: string;
  number: string;
  conversation_id: string;
  status: "new" | "open" | "pending" | "closed" | "merged";
  kind: "incident" | "request" | "complaint" | "security";
  fields: Record<string, TicketField>;
  priority: "low" | "medium" | "high" | "urgent";
  priority_set: boolean;
  team?: string | null;
  due: TicketDue;
  sla?: TicketSla | null;
  handoff: TicketHandoff;
  approval?: TicketApproval | null;
  version: number;
  created_at: string;
  updated_at: string;
}

/** An agent, online or not, and how loaded. After a chat an agent who is online wraps up until `wrap_up_until`. */
export interface AgentPresence {
  id: string;
  name: string;
  role: string;
  status: "online" | "busy" | "away" | "break" | "wrap_up" | "offline";
  languages: Language[];
  capacity: number;
  n_chats: number;
  wrap_up_until?: string | null;
}

/** What a team is called. */
export interface TeamNames {
  nl: string;
  fr: string;
  en: string;
}

/** Somebody of a team. `skills` are topics, applications and the like that they know best. */
export interface TeamMember {
  agent_id: string;
  skills: string[];
}

/** A team; an empty list of kinds, topics and so on names nothing. Who is in no team works for the default team. */
export interface Team {
  id: string;
  names: TeamNames;
  line: "first" | "second";
  is_default: boolean;
  kinds: string[];
  categories: string[];
  topics: string[];
  languages: Language[];
  escalates_to?: string | null;
  members: TeamMember[];
}

/** Who is asked to take a conversation, and until when. */
export interface Offer {
  agent_id: string;
  expires_at: string;
}

/** The end user as agents see them. `known` is true only for a signed identity. */
export interface Customer {
  name?: string | null;
  email?: string | null;
  known: boolean;
}

/** The newest public message of a conversation. */
export interface LastMessage {
  seq: number;
  text: string;
  sender: Sender;
  n_attachments?: number | null;
  at: string;
}

/** One row of the console's list. `warnings` counts those for abuse. */
export interface ConversationSummary {
  id: string;
  status: Status;
  owner: OwnerKind;
  agent?: AgentRef | null;
  team?: string | null;
  language: Language;
  customer: Customer;
  created_at: string;
  updated_at: string;
  queued_at?: string | null;
  offer?: Offer | null;
  last_message?: LastMessage | null;
  last_seq: number;
  user_read_seq: number;
  user_online: boolean;
  ticket?: Ticket | null;
  rating?: number | null;
  page?: ChatPage | null;
  warnings: number;
  takeover?: Takeover | null;
}

/** A message as the console gets it; `kind` is `note` for a private note. */
export interface ConsoleMessage extends Message {
  conversation_id: string;
}

/** How many heaps of alike reports wait for a judgement, and how many known incidents last. */
export interface Incidents {
  n_signals: number;
  n_open: number;
}

/** All the console needs to start. Open conversations and the 50 newest resolved ones. */
export interface Snapshot {
  event_id: number;
  me: AgentPresence;
  agents: AgentPresence[];
  conversations: ConversationSummary[];
  mentions: Mention[];
  reminders: Reminder[];
  teams: Team[];
  incidents: Incidents;
  max_message_chars: number;
  max_attachment_bytes: number;
}

/** Ack of `conversation`. */
export interface ConversationOpened {
  conversation: ConversationSummary;
  messages: ConsoleMessage[];
}

/** `handoff_created`: once per hand-off and entitled agent; the offered one gets `offer_expires_at`. */
export interface HandoffCreated {
  event_id: number;
  conversation_id: string;
  conversation: ConversationSummary;
  ticket: Ticket;
  transcript: ConsoleMessage[];
  offer_expires_at?: string | null;
}

/** `conversation_changed`. */
export interface ConversationChanged {
  event_id: number;
  conversation: ConversationSummary;
}

/** `message_created` on `/agent`. */
export interface ConsoleMessageCreated extends ConsoleMessage {
  event_id: number;
}

/** `ticket_changed`. */
export interface TicketChanged {
  event_id: number;
  ticket: Ticket;
}

/** `presence_changed`. */
export interface PresenceChanged {
  event_id: number;
  agent: AgentPresence;
}

/** `teams_changed`: all teams as they are now. */
export interface TeamsChanged {
  event_id: number;
  teams: Team[];
}

/** `incidents_changed`: how many there are now. */
export interface IncidentsChanged extends Incidents {
  event_id: number;
}

/** One event as `resume` returns it. */
export interface LoggedEvent {
  event: string;
  data: Record<string, unknown>;
}

/** A quick reply: `payload` goes back in `message`. */
export interface Button {
  title: string;
  payload: string;
}

/** An article card. `fallback` is true when it is not in the reader's language. */
export interface ArticleRef {
  id: string;
  title: string;
  url: string;
  language: Language;
  fallback: boolean;
}

/** Progress in a walk through an article: step `number` of `of`. */
export interface StepRef {
  number: number;
  of: number;
}

/** A file in a message; `width` and `height` mean a picture, which has a thumbnail. */
export interface Attachment {
  id: string;
  name: string;
  media_type: string;
  size: number;
  width?: number | null;
  height?: number | null;
}

/** What the end user sees of a ticket. */
export interface TicketRef {
  number: string;
}

/** Why a request was refused; `code` is stable, `message` is in the reader's language. */
export interface ErrorBody {
  code: string;
  message: string;
  retry_after_s?: number | null;
  params: Record<string, unknown>;
}

/** `mention_changed`: to the agent mentioned; a mention that was read leaves the list. */
export interface MentionChanged {
  event_id: number;
  agent_id: string;
  mention: Mention;
}

/** `reminder_changed`: to its agent; one that is done leaves the list. */
export interface ReminderChanged {
  event_id: number;
  agent_id: string;
  reminder: Reminder;
}

/** `run_macro`: all its steps, or none. */
export interface RunMacro {
  conversation_id: string;
  macro_id: string;
  client_id: string;
}

/** `answer_takeover` on `/chat`: the user's consent or refusal. */
export interface TakeoverAnswer {
  accept: boolean;
}
