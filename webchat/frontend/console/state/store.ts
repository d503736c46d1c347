/** The running console: signals over the pure state, and what an agent can do to it. */
import { computed, effect, signal } from "@preact/signals";
import type { Attachment, ConsoleMessage, ConversationOpened, TypingSign } from "../../protocol/wire";
import { type Ack, type Connection, connect, type Link, type Refusal } from "../net/connection";
import { type Agent, clockAheadMs } from "../net/session";
import {
  acknowledged,
  EMPTY_OUTBOX,
  type Mode,
  nextToSend,
  type Outbox,
  parsed,
  queued,
  refused,
  retried,
  type Unsent,
} from "./outbox";
import { type ConsoleEvent, type ConsoleState, contiguousSeq, fold, open } from "./reducer";
import type { Tab } from "./select";

export const agent = signal<Agent | null>(null);
export const state = signal<ConsoleState | null>(null);
export const link = signal<Link>("connecting");
export const outbox = signal<Outbox>(EMPTY_OUTBOX);
export const selectedId = signal<string | null>(null);
export const tab = signal<Tab>("mine");
export const search = signal("");
export const mode = signal<Mode>("message");
/** Who types now, by conversation; a sign that is not renewed ends by itself. */
export const typists = signal<Record<string, readonly TypingSign[]>>({});
/** Why the last transcript could not be loaded, by conversation. */
export const loadErrors = signal<Record<string, Refusal>>({});
/** By the server's clock, in ms; ticks each second. */
export const now = signal(Date.now());

export const teams = computed(() => state.value?.teams ?? []);
/** How many heaps of alike reports wait for a judgement, and how many known incidents last. */
export const incidents = computed(() => state.value?.incidents ?? { n_signals: 0, n_open: 0 });
export const me = computed(() => state.value?.agents[state.value.meId] ?? null);
export const selected = computed(() => state.value?.conversations[selectedId.value ?? ""] ?? null);
export const transcript = computed(() => state.value?.transcripts[selectedId.value ?? ""] ?? null);

/** Called for each event that the server pushed or a resume brought. */
export type EventListener = (event: ConsoleEvent, before: ConsoleState, live: boolean) => void;
const listeners = new Set<EventListener>();
/** Returns what ends it. */
export function onEvent(listener: EventListener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const TYPING_ENDS_MS = 6000;
const RETRY_MS = 2000;
const FILE_UNDER = "firstline.console.outbox.";

let connection: Connection | null = null;
let stopSaving: (() => void) | null = null;
let sending = false;
const loading = new Set<string>();

/** Start as this agent: take up what an earlier page left unsent, then connect. */
export function start(signedIn: Agent): void {
  agent.value = signedIn;
  const file = FILE_UNDER + signedIn.id;
  outbox.value = parsed(localStorage.getItem(file));
  stopSaving = effect(() => localStorage.setItem(file, JSON.stringify(outbox.value)));
  link.value = "connecting";
  connection = connect({
    onLink,
    onSnapshot: (snapshot) => {
      state.value = open(snapshot, state.value?.transcripts);
    },
    onEvent: apply,
    onTyping,
    lastEventId: () => state.value?.eventId ?? null,
  });
}

/** Leave nothing of this agent in the page; `forget` also drops what is unsent and the drafts. */
export function stop(forget: boolean): void {
  connection?.close();
  connection = null;
  stopSaving?.();
  if (forget && agent.value) localStorage.removeItem(FILE_UNDER + agent.value.id);
  agent.value = null;
  state.value = null;
  selectedId.value = null;
  outbox.value = EMPTY_OUTBOX;
}

/** Show a conversation; its transcript is fetched where it is not known or has a hole. */
export function select(id: string | null): void {
  selectedId.value = id;
  mode.value = "message";
  if (id) void load(id);
}

export async function load(id: string): Promise<void> {
  if (loading.has(id) || !connection) return;
  loading.add(id);
  const after = contiguousSeq(state.value?.transcripts[id]);
  const ack = await connection.request<ConversationOpened>("conversation", { conversation_id: id, after });
  loading.delete(id);
  const { [id]: _, ...others } = loadErrors.value;
  loadErrors.value = ack.ok ? others : { ...others, [id]: ack.error };
  if (ack.ok && state.value) state.value = fold(state.value, { event: "opened", data: ack });
}

/** Ask the server something; what changes comes back as events. */
export async function ask<T = object>(event: string, payload: object): Promise<Ack<T>> {
  if (!connection) return { ok: false, error: { code: "offline", message: "" } };
  return connection.request<T>(event, payload);
}

/** Put a message in line; it shows at once and leaves when it can. */
export function send(conversationId: string, text: string, as: Mode, attachments: Attachment[] = []): void {
  const card = as === "message" ? outbox.value.cards[conversationId] : undefined;
  outbox.value = queued(outbox.value, {
    client_id: crypto.randomUUID(),
    conversation_id: conversationId,
    mode: as,
    text,
    attachments: attachments.length ? attachments : undefined,
    card,
    at: new Date().toISOString(),
    state: "waiting",
  });
  void flush();
}

export function retry(clientId: string): void {
  outbox.value = retried(outbox.value, clientId);
  void flush();
}

export function discard(clientId: string): void {
  outbox.value = acknowledged(outbox.value, clientId);
  void flush();
}

/** Send what waits, one after the other so that their order holds. */
export async function flush(): Promise<void> {
  if (sending || link.value !== "live") return;
  sending = true;
  for (let next = nextToSend(outbox.value); next; next = nextToSend(outbox.value)) {
    if (!(await deliver(next))) break;
  }
  sending = false;
}

/** Where the log has our message; `text` where masking changed it. */
type Acked = Pick<ConsoleMessage, "seq" | "id" | "at" | "article"> & { text?: string };

/** Returns false when the line must wait. */
async function deliver(message: Unsent): Promise<boolean> {
  const { client_id, conversation_id, text, attachments, card } = message;
  const ack = await ask<Acked>(message.mode, {
    client_id,
    conversation_id,
    text,
    ...(attachments && { attachment_ids: attachments.map(({ id }) => id) }),
    ...(card && { article_id: card.id }),
  });
  if (ack.ok) {
    if (state.value) state.value = fold(state.value, { event: "acknowledged", data: own(message, ack) });
    outbox.value = acknowledged(outbox.value, client_id);
    return true;
  }
  const { code } = ack.error;
  if (["offline", "timeout", "unavailable", "too_fast"].includes(code)) {
    setTimeout(() => void flush(), (ack.error.retry_after_s ?? 0) * 1000 || RETRY_MS);
    return false;
  }
  outbox.value = refused(outbox.value, client_id, ack.error);
  return true;
}

/** Our message as the log has it. The ack tells its place; the words are ours unless masking changed them. */
function own(message: Unsent, ack: Acked): ConsoleMessage {
  const { seq, id, at } = ack;
  const { client_id, conversation_id } = message;
  const who = agent.value;
  const conversation = state.value?.conversations[conversation_id];
  return {
    seq,
    id,
    at,
    client_id,
    conversation_id,
    text: ack.text ?? message.text,
    sender: { kind: "agent", name: who?.name ?? "", id: who?.id ?? null },
    language: conversation?.language ?? "en",
    kind: message.mode === "note" ? "note" : "text",
    ...(message.attachments && { attachments: message.attachments }),
    ...(ack.article && { article: ack.article }),
  };
}

function onLink(next: Link): void {
  link.value = next;
  if (next !== "live") return;
  if (selectedId.value) void load(selectedId.value);
  void flush();
}

function apply(event: ConsoleEvent, live: boolean): void {
  const before = state.value;
  if (!before) return;
  state.value = fold(before, event);
  for (const listener of listeners) listener(event, before, live);
  if (event.event === "message_created") {
    onTyping({ on: false, sender: event.data.sender, conversation_id: event.data.conversation_id });
    healGap(event.data.conversation_id);
  }
}

/** A hole in an open transcript means that something was missed: fetch from there. */
function healGap(id: string): void {
  const known = state.value?.transcripts[id];
  if (known && contiguousSeq(known) < (known.messages.at(-1)?.seq ?? 0)) void load(id);
}

function onTyping(sign: TypingSign): void {
  const id = sign.conversation_id;
  const { kind, id: senderId } = sign.sender;
  // Another page of my own is no colleague.
  if (!id || (kind === "agent" && senderId === state.value?.meId)) return;
  const shown = typists.value[id] ?? [];
  const others = shown.filter(({ sender }) => sender.kind !== kind || sender.id !== senderId);
  if (sign.on)
    setTimeout(() => typists.value[id]?.includes(sign) && onTyping({ ...sign, on: false }), TYPING_ENDS_MS);
  if (sign.on || others.length < shown.length)
    typists.value = { ...typists.value, [id]: sign.on ? [...others, sign] : others };
}

setInterval(() => {
  now.value = Date.now() + clockAheadMs;
}, 1000);
