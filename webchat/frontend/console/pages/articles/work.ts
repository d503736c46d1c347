/** One article being written: its text, what the server knows of it, and what became of saving. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { RequestError } from "../../net/api";
import {
  type Checked,
  checkText,
  type Row,
  readWorking,
  saveArticle,
  type Working,
} from "../../net/knowledge";
import { forget, keep, kept } from "./text/kept";

/** A check follows the typing; the text is kept on the device sooner. */
const CHECK_MS = 350;
const KEEP_MS = 250;
const RETRY_MS = 4000;
/** Key presses this close together are one thing to undo. */
const BURST_MS = 900;
const MAX_UNDO = 200;

export class Work {
  readonly row;
  readonly text;
  readonly checked = signal<Checked | null>(null);
  readonly isSaving = signal(false);
  /** Nobody answered when it was to be saved: it is tried again by itself. */
  readonly isOffline = signal(false);
  /** What somebody else saved meanwhile. */
  readonly theirs = signal<Working | null>(null);
  /** When the text was typed that was found on this device. */
  readonly foundFrom = signal<string | null>(null);
  readonly isMinor = signal(false);
  readonly isDirty: ReadonlySignal<boolean>;
  readonly nUndo = signal(0);
  readonly nRedo = signal(0);

  private undone: string[] = [];
  private redone: string[] = [];
  private burstAt = 0;
  private burst = "";
  private timers: Record<string, ReturnType<typeof setTimeout>> = {};
  private checkNumber = 0;

  constructor(
    working: Working,
    private etag: string | null,
  ) {
    this.row = signal(working);
    this.text = signal(working.markdown);
    this.isDirty = computed(() => this.text.value !== this.row.value.markdown);
    this.recover();
    void this.check();
  }

  get id(): string {
    return this.row.peek().article_id;
  }

  /** What was typed and not saved comes back; made from an older version, it meets the other one. */
  private recover(): void {
    const found = kept(localStorage, this.id);
    if (!found || found.text === this.text.peek()) return;
    this.text.value = found.text;
    if (found.etag === this.etag) this.foundFrom.value = found.at;
    else this.theirs.value = this.row.peek();
  }

  /** `burst` names what is edited: typing on in one field is one step back. */
  edit(text: string, burst = ""): void {
    if (text === this.text.peek()) return;
    const now = Date.now();
    if (burst === "" || burst !== this.burst || now - this.burstAt > BURST_MS)
      this.undone = [...this.undone.slice(1 - MAX_UNDO), this.text.peek()];
    this.burst = burst;
    this.burstAt = now;
    this.redone = [];
    this.show(text);
  }

  undo(): void {
    const text = this.undone.pop();
    if (text === undefined) return;
    this.redone.push(this.text.peek());
    this.burst = "";
    this.show(text);
  }

  redo(): void {
    const text = this.redone.pop();
    if (text === undefined) return;
    this.undone.push(this.text.peek());
    this.burst = "";
    this.show(text);
  }

  private show(text: string): void {
    this.text.value = text;
    this.nUndo.value = this.undone.length;
    this.nRedo.value = this.redone.length;
    this.later("keep", KEEP_MS, () => this.keep());
    this.later("check", CHECK_MS, () => void this.check());
  }

  /** On this device, now. */
  keep(): void {
    if (!this.isDirty.peek()) forget(localStorage, this.id);
    else
      keep(localStorage, this.id, { text: this.text.peek(), etag: this.etag, at: new Date().toISOString() });
  }

  private later(name: string, ms: number, work: () => void): void {
    clearTimeout(this.timers[name]);
    this.timers[name] = setTimeout(work, ms);
  }

  /** Without an answer the last findings stay. */
  async check(): Promise<void> {
    const number = ++this.checkNumber;
    try {
      const found = await checkText(this.text.peek());
      if (number === this.checkNumber) this.checked.value = found;
    } catch {}
  }

  /** Save what stands there; false when it could not be done now. Throws what only people can mend. */
  async save(note: string | null = null): Promise<boolean> {
    if (!this.isDirty.peek()) return true;
    const text = this.text.peek();
    this.isSaving.value = true;
    this.keep();
    try {
      const edit = { markdown: text, minor: this.isMinor.peek(), note };
      const { body, etag } = await saveArticle(this.id, edit, this.etag);
      this.take(body, etag, text);
      this.isMinor.value = false;
      return true;
    } catch (cause) {
      if (!(cause instanceof RequestError)) throw cause;
      if (cause.code === "unreachable") this.retryLater();
      else if (cause.code === "edited") await this.meet(cause.params.current as Working | undefined);
      else throw cause;
      return false;
    } finally {
      this.isSaving.value = false;
    }
  }

  private retryLater(): void {
    this.isOffline.value = true;
    this.later("retry", RETRY_MS, () => void this.save().catch(() => {}));
  }

  private async meet(current: Working | undefined): Promise<void> {
    this.isOffline.value = false;
    this.theirs.value = current ?? (await readWorking(this.id)).body;
  }

  /** What the server has now; `sent` is the text that it has, typing may have gone on. */
  take(working: Working, etag: string | null, sent: string | null = null): void {
    this.isOffline.value = false;
    this.foundFrom.value = null;
    const isTypedOn = sent !== null && this.text.peek() !== sent;
    this.row.value = working;
    this.etag = etag ?? `"${working.version}"`;
    if (!isTypedOn) this.text.value = working.markdown;
    this.keep();
    void this.check();
  }

  /** A new state, the text stays. */
  async refresh(changed?: Row): Promise<void> {
    if (changed) this.row.value = { ...this.row.peek(), ...changed };
    const { body, etag } = await readWorking(this.id);
    const text = this.text.peek();
    const wasDirty = this.isDirty.peek();
    this.row.value = body;
    this.etag = etag;
    this.text.value = wasDirty ? text : body.markdown;
    this.keep();
  }

  get version(): string | null {
    return this.etag;
  }

  /** Mine goes on from their version, or theirs takes its place (mine can be had back with Undo). */
  settle(text: string): void {
    const theirs = this.theirs.peek();
    if (!theirs) return;
    const mine = this.text.peek();
    this.theirs.value = null;
    this.row.value = theirs;
    this.etag = `"${theirs.version}"`;
    if (text !== mine) this.edit(text);
    this.keep();
  }

  /** Forget what was found on this device. */
  discard(): void {
    this.edit(this.row.peek().markdown);
    this.foundFrom.value = null;
    this.keep();
  }

  stop(): void {
    if (this.isDirty.peek()) this.keep();
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
    this.checkNumber = -1;
  }
}
