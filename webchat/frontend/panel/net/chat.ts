import type { Socket } from "socket.io-client";
import type { ChatAuth, ConversationState, Message, SessionStarted, TypingSign } from "../../protocol/wire";
import { hasGap, highestSeq } from "../state/reducer";
import type { Store } from "../state/store";
import type { Outgoing } from "../state/types";
import { type Ack, ask, openSocket, refusalCode } from "./socket";

/** A missing number may only be late: our own ack is overtaken by the bot's answer now and then. In ms. */
const GAP_PATIENCE_MS = 250;
const RETRY_MS = 2_000;
/** Refusals that the page cannot mend by trying again. */
const FINAL = new Set(["wrong_site", "forbidden", "invalid"]);

/** Keeps the panel's state and the server's log the same: connects, resumes, sends what is unsent, once each. */
export class Chat {
  private readonly socket: Socket;
  private isSending = false;
  private isResuming = false;
  private wantsPerson = false;

  constructor(
    private readonly store: Store,
    private readonly auth: () => Omit<ChatAuth, "session">,
    private readonly onMessage: (message: Message) => void,
    private readonly onBadIdentity: () => boolean,
  ) {
    this.socket = openSocket(() => ({ ...this.auth(), session: this.store.state.peek().session }));
    this.socket.on("session_started", (data: SessionStarted) => this.begin(data));
    this.socket.on("message_created", (data: Message) => this.receive(data));
    this.socket.on("state_changed", (data: ConversationState) =>
      this.store.dispatch({ type: "state_changed", data }),
    );
    this.socket.on("typing", (data: TypingSign) => this.store.dispatch({ type: "typing", data }));
    this.socket.on("disconnect", (reason) => this.lose(reason === "io server disconnect"));
    this.socket.on("connect_error", (error) => this.fail(error));
    addEventListener("online", () => this.socket.connect());
  }

  connect(): void {
    this.socket.connect();
  }

  /** Drop the connection and start over, with another session or as another person. */
  reconnect(): void {
    this.socket.disconnect();
    this.store.dispatch({ type: "link", link: "connecting" });
    this.socket.connect();
  }

  request(event: string, payload: object = {}): Promise<Ack> {
    return ask(this.socket, event, payload);
  }

  /** Ask for a person now, or as soon as there is a connection. */
  askPerson(): void {
    this.wantsPerson = true;
    void this.callPerson();
  }

  /** Send what is queued, one after the other; the order of writing is the order of arrival. */
  async flush(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    try {
      for (let next = this.nextQueued(); next; next = this.nextQueued()) if (!(await this.send(next))) break;
    } finally {
      this.isSending = false;
    }
  }

  private nextQueued(): Outgoing | undefined {
    const { link, isCaughtUp, outbox } = this.store.state.peek();
    return link === "online" && isCaughtUp ? outbox.find((one) => one.status === "queued") : undefined;
  }

  /** Returns whether the next one may go. */
  private async send({ client_id, text, payload, attachments }: Outgoing): Promise<boolean> {
    const { dispatch } = this.store;
    dispatch({ type: "sending", client_id });
    const ack = await ask<{ seq: number; id: string; at: string; text?: string }>(this.socket, "message", {
      client_id,
      text,
      payload,
      attachment_ids: attachments?.map(({ id }) => id),
    });
    if (ack.ok) {
      dispatch({ type: "acked", client_id, ...ack });
      this.watchGap();
      return true;
    }
    const { code, retry_after_s } = ack.error;
    if (code === "no_answer" || code === "too_fast" || code === "unavailable") {
      dispatch({ type: "held_back", client_id, error: code === "no_answer" ? undefined : ack.error });
      later(() => this.flush(), retry_after_s ? retry_after_s * 1000 : RETRY_MS);
      return false;
    }
    if (code === "closed" || code === "unauthorised") {
      dispatch({ type: "forgotten", keepOutbox: true });
      this.reconnect();
      return false;
    }
    dispatch({ type: "refused", client_id, error: ack.error });
    return true;
  }

  private begin(data: SessionStarted): void {
    this.store.dispatch({ type: "session_started", data });
    this.isResuming = false;
    void this.resume();
  }

  private async resume(): Promise<void> {
    if (this.isResuming) return;
    this.isResuming = true;
    const before = this.store.state.peek();
    const ack = await ask<{ messages: Message[]; state: ConversationState }>(this.socket, "resume", {
      after: before.cursor,
    });
    this.isResuming = false;
    if (this.store.state.peek().conversation_id !== before.conversation_id) return;
    if (!ack.ok) {
      if (this.socket.connected) later(() => this.resume(), RETRY_MS);
      return;
    }
    this.store.dispatch({
      type: "resumed",
      messages: ack.messages,
      state: ack.state,
      up_to: highestSeq(before),
    });
    void this.callPerson();
    void this.flush();
  }

  private receive(message: Message): void {
    this.store.dispatch({ type: "message_created", data: message });
    if (message.sender.kind !== "user") this.onMessage(message);
    this.watchGap();
  }

  private watchGap(): void {
    if (!hasGap(this.store.state.peek())) return;
    later(() => (hasGap(this.store.state.peek()) ? this.resume() : undefined), GAP_PATIENCE_MS);
  }

  private async callPerson(): Promise<void> {
    if (!this.wantsPerson || this.store.state.peek().link !== "online") return;
    const ack = await this.request("ask_human");
    if (ack.ok || ack.error.code !== "no_answer") this.wantsPerson = false;
  }

  private lose(byServer: boolean): void {
    this.store.dispatch({ type: "link", link: "offline" });
    if (byServer) later(() => this.socket.connect(), RETRY_MS);
  }

  private fail(error: Error): void {
    const code = refusalCode(error);
    // A fault of the site must not leave its visitor alone: go on as a guest.
    if (code === "bad_identity" && this.onBadIdentity()) return void later(() => this.socket.connect(), 0);
    if (FINAL.has(code) || code === "bad_identity")
      return this.store.dispatch({ type: "link", link: "refused", refusal: code });
    if (code === "unauthorised" && this.store.state.peek().session) {
      this.store.dispatch({ type: "forgotten", keepOutbox: true });
      later(() => this.socket.connect(), 0);
      return;
    }
    this.store.dispatch({ type: "link", link: "offline" });
    // socket.io tries again by itself after a network fault, not after the server's "no".
    if (!this.socket.active) later(() => this.socket.connect(), RETRY_MS);
  }
}

const later = (act: () => unknown, delay_ms: number): number => window.setTimeout(act, delay_ms);
