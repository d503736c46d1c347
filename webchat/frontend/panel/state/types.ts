import type {
  Attachment,
  ConversationState,
  ErrorBody,
  Language,
  Message,
  Sender,
  SessionStarted,
  TypingSign,
} from "../../protocol/wire";

/**
 * A message the user wrote that the server has not acknowledged yet.
 * `queued`: waits for the connection or its turn. `sending`: on its way. `failed`: refused; the user decides.
 */
export interface Outgoing {
  client_id: string;
  text: string;
  payload?: string;
  /** On the server already; the message names them. */
  attachments?: Attachment[];
  language: Language;
  at: string;
  status: "queued" | "sending" | "failed";
  error?: ErrorBody;
}

export type Link = "connecting" | "online" | "offline" | "refused";

export interface PanelState {
  link: Link;
  /** Why the server refuses this page; only with link "refused". */
  refusal: string | null;
  session: string | null;
  conversation_id: string | null;
  conversation: ConversationState | null;
  /** Larger files are refused; undefined until the server has said it. */
  max_file_bytes?: number;
  /** By seq, no gaps that a `resume` has not confirmed, no repeats. */
  messages: Message[];
  /** Everything up to this seq has been received. */
  cursor: number;
  /** The first `resume` has answered: history is complete and what comes now is new. */
  isCaughtUp: boolean;
  outbox: Outgoing[];
  typing: Sender | null;
  read_seq: number;
  /** By message id: what the user said about an answer. */
  feedback: Record<string, boolean>;
}

export type PanelEvent =
  | { type: "link"; link: Link; refusal?: string }
  | { type: "session_started"; data: SessionStarted }
  | { type: "resumed"; messages: Message[]; state: ConversationState; up_to: number }
  | { type: "message_created"; data: Message }
  | { type: "state_changed"; data: ConversationState }
  | { type: "typing"; data: TypingSign }
  | { type: "queued"; data: Outgoing }
  | { type: "sending"; client_id: string }
  | { type: "acked"; client_id: string; seq: number; id: string; at: string; text?: string }
  | { type: "held_back"; client_id: string; error?: ErrorBody }
  | { type: "refused"; client_id: string; error: ErrorBody }
  | { type: "discarded"; client_id: string }
  | { type: "read"; seq: number }
  | { type: "judged"; message_id: string; helpful: boolean }
  | { type: "rated" }
  | { type: "forgotten"; keepOutbox: boolean };
