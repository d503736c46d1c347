import { computed, effect, type Signal, signal } from "@preact/signals";
import type { PanelSettings, SiteUser, ToHost, ToPanel } from "../protocol/frame";
import type { Attachment, ChatAuth, ChatUser, Language } from "../protocol/wire";
import { Uploads } from "../ui/uploads";
import { say, type TextKey } from "./i18n";
import { Chat } from "./net/chat";
import { Files } from "./net/files";
import { Offers } from "./net/offers";
import type { Ack } from "./net/socket";
import { countUnread, highestSeq } from "./state/reducer";
import type { Store } from "./state/store";
import { Throttle } from "./text/throttle";

/** How long it is told that something was done, in ms. */
const TOLD_MS = 6_000;

/** What the user and the site can do, for the views and the bridge to call. */
export class Controller {
  readonly language: Signal<Language>;
  readonly isOpen = signal(false);
  readonly isAskingPerson = signal(false);
  readonly isAskingEmail = signal(false);
  /** What was just done, for a moment. */
  readonly told = signal<TextKey | null>(null);
  readonly draft: Signal<string>;
  readonly files: Files;
  readonly uploads: Uploads;
  readonly offers = new Offers();
  /** The article on the help page around the panel, until the user has asked about it. */
  readonly about = signal<{ family: string; title: string } | null>(null);
  /** Nothing is unread while the panel is open. */
  readonly unread = computed(() => (this.isOpen.value ? 0 : countUnread(this.store.state.value)));
  private readonly chat: Chat;
  private readonly typing = new Throttle((on) => void this.chat.request("typing", { on }));
  private attributes?: Record<string, unknown>;
  private user?: SiteUser;

  constructor(
    readonly store: Store,
    private readonly settings: PanelSettings & { site: string; score?: number },
    private readonly tell: (message: ToHost) => void,
  ) {
    this.language = signal(settings.language);
    this.draft = signal(store.memory.read<string>("draft") ?? "");
    this.files = new Files(() => store.state.value.session);
    const { address, removal } = this.files;
    const maxBytes = () => store.state.peek().max_file_bytes;
    const keep = (ready: Attachment[]) => store.memory.write("files", ready.length ? ready : null);
    this.uploads = new Uploads({ address, removal, maxBytes, keep }, store.memory.read("files"));
    this.user = settings.user;
    this.attributes = settings.attributes;
    this.readAbout();
    this.chat = new Chat(
      store,
      () => this.auth(),
      (message) => tell({ type: "message", message }),
      () => this.becomeGuest(),
    );
    this.follow();
  }

  /** What the user chose in a mail: the rating starts with it. */
  get suggestedScore(): number {
    return this.settings.score ?? 0;
  }

  start(isOpen: boolean): void {
    this.isOpen.value = isOpen;
    this.chat.connect();
    if (this.store.memory.isActive) this.tell({ type: "active", active: true });
  }

  /** Queue a message; a quick reply gives its payload too. */
  send(text: string, payload?: string, attachments?: Attachment[]): void {
    if (!text.trim() && !attachments?.length) return;
    this.remember();
    this.typing.stop();
    const at = new Date().toISOString();
    const client_id = crypto.randomUUID?.() ?? randomUuid();
    const data = {
      client_id,
      text: text.trim(),
      payload,
      attachments: attachments?.length ? attachments : undefined,
      language: this.language.peek(),
      at,
      status: "queued" as const,
    };
    this.offers.clear();
    this.store.dispatch({ type: "queued", data });
    void this.chat.flush();
  }

  /** Have the bot begin with the article that the user was reading. */
  askAbout(): void {
    const about = this.about.peek();
    if (!about) return;
    this.about.value = null;
    const payload = `/choose_article${JSON.stringify({ family: about.family })}`;
    this.send(say(this.language.peek(), "about_article", { title: about.title }), payload);
  }

  write(draft: string): void {
    this.draft.value = draft;
    this.store.memory.write("draft", draft);
    if (!this.store.state.peek().messages.length) this.offers.typed(draft, this.language.peek());
    if (draft.trim()) this.typing.touch();
  }

  /** Send what is in the composer, with the files that are ready. */
  sendDraft(): void {
    const text = this.draft.peek();
    this.send(text, undefined, this.uploads.take());
    this.write("");
  }

  attach(files: Iterable<File>): void {
    this.remember();
    this.uploads.add(files);
  }

  retry(client_id: string): void {
    this.store.dispatch({ type: "held_back", client_id });
    void this.chat.flush();
  }

  discard(client_id: string): void {
    this.store.dispatch({ type: "discarded", client_id });
  }

  askPerson(): void {
    this.remember();
    this.isAskingPerson.value = true;
    setTimeout(() => {
      this.isAskingPerson.value = false;
    }, 8_000);
    this.chat.askPerson();
  }

  end(): void {
    void this.chat.request("close");
  }

  startAnew(): void {
    this.uploads.clear();
    this.store.dispatch({ type: "forgotten", keepOutbox: false });
    this.store.memory.clear();
    this.tell({ type: "active", active: false });
    this.chat.reconnect();
  }

  /** Go on with a conversation that was closed. */
  reopen(): void {
    void this.chat.request("reopen");
  }

  askEmail(isAsking: boolean): void {
    this.isAskingEmail.value = isAsking;
  }

  /** Returns whether the address was taken. */
  async setEmail(email: string | null): Promise<boolean> {
    const ack = await this.chat.request("set_email", { email });
    if (!ack.ok) return false;
    this.isAskingEmail.value = false;
    this.say(email ? "email_saved" : "email_removed");
    return true;
  }

  async mailTranscript(): Promise<void> {
    const ack = await this.chat.request("mail_transcript");
    this.say(ack.ok ? "transcript_mailed" : "error_unavailable");
  }

  async saveTranscript(form: "txt" | "html"): Promise<void> {
    const isDone = await this.files.transcript(form, say(this.language.peek(), "transcript_file"));
    if (!isDone) this.say("error_unavailable");
  }

  private say(key: TextKey): void {
    this.told.value = key;
    setTimeout(() => {
      if (this.told.peek() === key) this.told.value = null;
    }, TOLD_MS);
  }

  choose(language: Language): void {
    this.language.value = language;
    this.tell({ type: "language", language });
    void this.chat.request("set_language", { language });
  }

  judge(message_id: string, helpful: boolean, reason?: string): void {
    this.store.dispatch({ type: "judged", message_id, helpful });
    void this.chat.request("feedback", reason ? { message_id, helpful, reason } : { message_id, helpful });
  }

  async rate(score: number, comment: string): Promise<boolean> {
    const ack = await this.chat.request(
      "rate",
      comment.trim() ? { score, comment: comment.trim() } : { score },
    );
    if (ack.ok) this.store.dispatch({ type: "rated" });
    return ack.ok;
  }

  answerTakeover(accept: boolean): Promise<Ack> {
    return this.chat.request("answer_takeover", { accept });
  }

  endTakeover(): Promise<Ack> {
    return this.chat.request("end_takeover");
  }

  close(): void {
    this.tell({ type: "close" });
  }

  /** What the site asks through the loader. */
  obey(message: ToPanel): void {
    if (message.type === "opened") this.isOpen.value = true;
    if (message.type === "closed") this.isOpen.value = false;
    if (message.type === "set_language") this.choose(message.language);
    if (message.type === "set_attributes") {
      this.attributes = message.attributes;
      this.readAbout();
    }
    if (message.type === "reset") {
      this.user = this.attributes = undefined;
      this.startAnew();
    }
    if (message.type === "set_user" && this.user?.identifier !== message.user.identifier) {
      this.user = message.user;
      this.chat.reconnect();
    }
    if (message.type === "open_article") {
      open(`/help/${this.language.peek()}/${encodeURIComponent(message.id)}`, "_blank", "noopener");
    }
  }

  /** A help page says in `article` which one it shows; its title stands first in the page's. */
  private readAbout(): void {
    const family = this.attributes?.article;
    const title = this.settings.page.title.split(" · ")[0];
    if (typeof family === "string" && title) this.about.value = { family, title };
  }

  private remember(): void {
    if (!this.store.memory.isActive) this.tell({ type: "active", active: true });
    this.store.startRemembering();
  }

  private auth(): Omit<ChatAuth, "session"> {
    const { site, page } = this.settings;
    const known = ["identifier", "name", "email", "identifier_hash"] as const;
    const user: ChatUser | null = this.user
      ? Object.fromEntries(known.flatMap((key) => (this.user?.[key] ? [[key, String(this.user[key])]] : [])))
      : null;
    const attributes = this.attributes && { attributes: this.attributes };
    return { site, language: this.language.peek(), page, user, ...attributes };
  }

  /** The server does not believe the site about who this is. Returns whether there was anything to give up. */
  private becomeGuest(): boolean {
    if (!this.user?.identifier) return false;
    const { name, email } = this.user;
    this.user = { name, email };
    this.tell({
      type: "error",
      code: "bad_identity",
      message: "identifier_hash is missing or wrong: the visitor is a guest",
    });
    return true;
  }

  /** Effects that run as long as the panel: language, unread count, what has been read, what is refused. */
  private follow(): void {
    const spoken = computed(() => this.store.state.value.conversation?.language);
    effect(() => {
      if (spoken.value && spoken.value !== this.language.peek()) {
        this.language.value = spoken.value;
        this.tell({ type: "language", language: spoken.value });
      }
    });
    effect(() => {
      if (this.store.state.value.link === "online") this.uploads.flush();
    });
    effect(() => this.tell({ type: "unread", n_unread: this.unread.value }));
    effect(() => {
      const { conversation, refusal } = this.store.state.value;
      if (conversation && conversation.owner !== "bot") this.isAskingPerson.value = false;
      if (refusal) this.tell({ type: "error", code: refusal, message: "the server refuses this page" });
    });
    effect(() => {
      const state = this.store.state.value;
      const seq = highestSeq(state);
      if (!this.isOpen.value || !state.isCaughtUp || seq <= state.read_seq) return;
      this.store.dispatch({ type: "read", seq });
      void this.chat.request("read", { seq });
    });
  }
}

/** A version 4 UUID for pages without a secure context, where crypto.randomUUID does not exist. */
function randomUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
