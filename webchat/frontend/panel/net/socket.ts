import { io, type Socket } from "socket.io-client";
import type { ErrorBody } from "../../protocol/wire";

/** How long an ack may take, in ms, before the request counts as unanswered. */
const ACK_TIMEOUT_MS = 8_000;

export type Ack<T = object> = ({ ok: true } & T) | { ok: false; error: ErrorBody };

const unanswered: Ack<never> = { ok: false, error: { code: "no_answer", message: "", params: {} } };

/** A socket on `/chat` that is not connected yet; `auth` is asked again at every attempt. */
export function openSocket(auth: () => object): Socket {
  return io("/chat", {
    auth: (give) => give(auth()),
    autoConnect: false,
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnectionDelay: 400,
    reconnectionDelayMax: 5_000,
  });
}

/** Ask and wait for the ack. Never throws: silence and a lost connection are the error `no_answer`. */
export async function ask<T = object>(socket: Socket, event: string, payload: object = {}): Promise<Ack<T>> {
  if (!socket.connected) return unanswered;
  try {
    const ack = await socket.timeout(ACK_TIMEOUT_MS).emitWithAck(event, payload);
    return typeof ack?.ok === "boolean" ? (ack as Ack<T>) : unanswered;
  } catch {
    return unanswered;
  }
}

/** The code of a refused connection, as the server put it into the error's data or, failing that, its message. */
export function refusalCode(error: Error & { data?: unknown }): string {
  const data = error.data as { code?: string; error?: { code?: string } } | undefined;
  return data?.code ?? data?.error?.code ?? error.message;
}
