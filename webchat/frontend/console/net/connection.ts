/**
 * The socket to `/agent`. It keeps the state whole over every break: a snapshot at the start, `resume` from
 * the last `event_id` after a break, a snapshot again when the server no longer holds what came between.
 * Events that arrive while either is under way wait, and are folded after it.
 */
import { io, type Socket } from "socket.io-client";
import type { LoggedEvent, Snapshot, TypingSign } from "../../protocol/wire";
import type { ConsoleEvent } from "../state/reducer";

const PUSHED_EVENTS = [
  "handoff_created",
  "conversation_changed",
  "message_created",
  "ticket_changed",
  "presence_changed",
  "teams_changed",
  "incidents_changed",
  "mention_changed",
  "reminder_changed",
] as const;

const ACK_TIMEOUT_MS = 8000;
const RETRY_SYNC_MS = 2000;

export type Link = "connecting" | "syncing" | "live" | "offline" | "signed_out";

export interface Refusal {
  code: string;
  message: string;
  retry_after_s?: number | null;
  params?: Record<string, string | number>;
}

/** The ack of every request: `T` beside `ok`, or why not. */
export type Ack<T> = ({ ok: true } & T) | { ok: false; error: Refusal };

/** What the connection tells the store. */
export interface Listener {
  onLink(link: Link): void;
  onSnapshot(snapshot: Snapshot): void;
  /** `live` is false for what a resume brought. */
  onEvent(event: ConsoleEvent, live: boolean): void;
  onTyping(sign: TypingSign): void;
  /** The last `event_id` known, or null before the first snapshot. */
  lastEventId(): number | null;
}

export interface Connection {
  /** Ask and wait for the ack; no answer becomes a refusal with code `timeout`, no link with `offline`. */
  request<T = object>(event: string, payload: object): Promise<Ack<T>>;
  close(): void;
}

export function connect(listener: Listener): Connection {
  const socket: Socket = io("/agent", { withCredentials: true, reconnectionDelayMax: 4000 });
  let held: ConsoleEvent[] | null = [];

  async function request<T>(event: string, payload: object): Promise<Ack<T>> {
    if (!socket.connected) return { ok: false, error: { code: "offline", message: "" } };
    try {
      const ack = (await socket.timeout(ACK_TIMEOUT_MS).emitWithAck(event, payload)) as Ack<T>;
      if (!ack.ok && ack.error.code === "unauthorised") listener.onLink("signed_out");
      return ack;
    } catch {
      return { ok: false, error: { code: "timeout", message: "" } };
    }
  }

  async function sync(): Promise<void> {
    const session = socket.id;
    listener.onLink("syncing");
    held = [];
    const done = (await resume()) || (await start());
    if (socket.id !== session || !socket.connected) return;
    if (!done) {
      setTimeout(() => socket.connected && socket.id === session && void sync(), RETRY_SYNC_MS);
      return;
    }
    const waiting = held ?? [];
    held = null;
    for (const event of waiting) listener.onEvent(event, true);
    listener.onLink("live");
  }

  async function resume(): Promise<boolean> {
    const after = listener.lastEventId();
    if (after === null) return false;
    const ack = await request<{ events: LoggedEvent[]; event_id: number }>("resume", { after });
    if (!ack.ok) return false;
    for (const { event, data } of ack.events) {
      listener.onEvent({ event, data } as unknown as ConsoleEvent, false);
    }
    return true;
  }

  async function start(): Promise<boolean> {
    const ack = await request<Snapshot>("snapshot", {});
    if (!ack.ok) return false;
    const { ok: _, ...snapshot } = ack;
    listener.onSnapshot(snapshot);
    return true;
  }

  for (const event of PUSHED_EVENTS) {
    socket.on(event, (data) => {
      const pushed = { event, data } as ConsoleEvent;
      if (held) held.push(pushed);
      else listener.onEvent(pushed, true);
    });
  }
  socket.on("typing", (sign: TypingSign) => listener.onTyping(sign));
  socket.on("connect", () => void sync());
  socket.on("disconnect", (reason) => {
    held = [];
    listener.onLink("offline");
    // The client library does not come back by itself when the server ended the connection.
    if (reason === "io server disconnect") setTimeout(() => socket.connect(), RETRY_SYNC_MS);
  });
  socket.on("connect_error", (error: Error & { data?: { code?: string } }) => {
    const refused = (error.data?.code ?? error.message) === "unauthorised";
    listener.onLink(refused ? "signed_out" : "offline");
    if (!refused && !socket.active) setTimeout(() => socket.connect(), RETRY_SYNC_MS);
  });
  return { request, close: () => void socket.disconnect() };
}
