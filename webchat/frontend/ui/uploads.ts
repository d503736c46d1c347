/** Files on their way to the server, before a message carries them: with progress, cancel, and another try. */
import { type Signal, signal } from "@preact/signals";
import type { Attachment } from "../protocol/wire";

/** `waiting` goes out by itself once there is a connection; `failed` waits for the person. */
export interface Upload {
  key: number;
  name: string;
  size: number;
  status: "waiting" | "sending" | "ready" | "failed";
  /** From 0 to 1. */
  progress: number;
  file?: File;
  attachment?: Attachment;
  /** The place where the photo was taken has been removed from it. */
  isPlaceRemoved?: boolean;
  error?: { code: string; max_mb?: number };
}

export interface Door {
  /** Where files of this conversation go, with the headers that prove who sends them; null while that is unknown. */
  address: () => { path: string; headers: Record<string, string> } | null;
  /** Where a file that is not sent after all is taken back. */
  removal: (id: string) => string;
  maxBytes: () => number | undefined;
  /** Called with the files that are ready, for a page that comes later. */
  keep: (ready: Attachment[]) => void;
}

const MAX_FILES = 10;
const RETRY_MS = 3_000;
/** Refusals that time may mend. */
const PASSING = new Set([0, 429, 502, 503, 504]);

export class Uploads {
  readonly items: Signal<Upload[]>;
  private readonly requests = new Map<number, XMLHttpRequest>();
  private lastKey = 0;

  constructor(
    private readonly door: Door,
    ready: Attachment[] = [],
  ) {
    this.items = signal(ready.map((attachment) => this.asReady(attachment)));
  }

  /** True while something is still on its way: the message has to wait for it. */
  get isBusy(): boolean {
    return this.items.value.some(({ status }) => status === "waiting" || status === "sending");
  }

  get ready(): Attachment[] {
    return this.items.value.flatMap(({ status, attachment }) =>
      status === "ready" && attachment ? [attachment] : [],
    );
  }

  add(files: Iterable<File>): void {
    const room = MAX_FILES - this.items.peek().length;
    const added = [...files].slice(0, Math.max(0, room)).map((file) => this.asUpload(file));
    this.items.value = [...this.items.peek(), ...added];
    this.flush();
  }

  /** Send what waits; called again whenever the connection is back. */
  flush(): void {
    for (const item of this.items.peek()) if (item.status === "waiting") this.send(item);
  }

  retry(key: number): void {
    this.change(key, { status: "waiting", progress: 0, error: undefined });
    this.flush();
  }

  /** Stop an upload, or take a file back that is already there. */
  remove(key: number): void {
    const item = this.items.peek().find((one) => one.key === key);
    this.items.value = this.items.peek().filter((one) => one.key !== key);
    this.requests.get(key)?.abort();
    this.requests.delete(key);
    const address = this.door.address();
    if (item?.attachment && address)
      void fetch(this.door.removal(item.attachment.id), {
        method: "DELETE",
        headers: address.headers,
      }).catch(() => undefined); // what is left behind is forgotten after a day
    this.keep();
  }

  /** Hand over what is ready to the message that goes out now. */
  take(): Attachment[] {
    const ready = this.ready;
    this.items.value = this.items.peek().filter(({ status }) => status !== "ready");
    this.keep();
    return ready;
  }

  /** Drop everything, as when another conversation begins. */
  clear(): void {
    for (const { key } of this.items.peek()) this.remove(key);
  }

  private send(item: Upload): void {
    const address = this.door.address();
    if (!address || !item.file) return;
    const request = new XMLHttpRequest();
    this.requests.set(item.key, request);
    this.change(item.key, { status: "sending", progress: 0 });
    request.open("POST", `${address.path}?name=${encodeURIComponent(item.name)}`);
    for (const [name, value] of Object.entries(address.headers)) request.setRequestHeader(name, value);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) =>
      this.change(item.key, { progress: total ? loaded / total : 0 });
    request.onload = () => this.arrived(item, request);
    request.onerror = () => this.arrived(item, request);
    request.send(item.file);
  }

  private arrived(item: Upload, request: XMLHttpRequest): void {
    this.requests.delete(item.key);
    const answer = read(request.responseText);
    if (request.status === 201 && answer.attachment) {
      const { attachment, location_removed } = answer;
      this.change(item.key, {
        ...this.asReady(attachment),
        key: item.key,
        isPlaceRemoved: location_removed === true,
        file: undefined,
      });
      this.keep();
    } else if (PASSING.has(request.status)) {
      this.change(item.key, { status: "waiting", progress: 0 });
      setTimeout(() => this.flush(), RETRY_MS);
    } else {
      const error = { code: answer.code ?? "unavailable", ...answer.params };
      this.change(item.key, { status: "failed", progress: 0, error });
    }
  }

  private change(key: number, changes: Partial<Upload>): void {
    this.items.value = this.items.peek().map((one) => (one.key === key ? { ...one, ...changes } : one));
  }

  private keep(): void {
    this.door.keep(this.ready);
  }

  private asUpload(file: File): Upload {
    const limit = this.door.maxBytes();
    const isOver = limit !== undefined && file.size > limit;
    return {
      key: ++this.lastKey,
      name: file.name || "image.png",
      size: file.size,
      progress: 0,
      file,
      status: isOver ? "failed" : "waiting",
      error: isOver ? { code: "too_large", max_mb: Math.floor(limit / 1e6) } : undefined,
    };
  }

  private asReady(attachment: Attachment): Upload {
    const { name, size } = attachment;
    return { key: ++this.lastKey, name, size, status: "ready", progress: 1, attachment };
  }
}

interface Answer {
  attachment?: Attachment;
  location_removed?: boolean;
  code?: string;
  params?: { max_mb?: number };
}

function read(text: string): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return {};
  }
}

/** `1,2 MB` as the language writes it. */
export function formatSize(bytes: number, language: string): string {
  const [value, unit] = bytes < 1e6 ? [Math.max(1, bytes / 1e3), "kilobyte"] : [bytes / 1e6, "megabyte"];
  const maximumFractionDigits = bytes < 1e6 ? 0 : 1;
  return new Intl.NumberFormat(`${language}-BE`, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits,
  }).format(value);
}

/** The files in what was pasted or dropped. */
export const filesOf = (transfer: DataTransfer | null): File[] => [...(transfer?.files ?? [])];

/** As large as a picture is shown at most, in px; its place is kept before it has loaded, so that nothing jumps. */
const SHOWN = { width: 420, height: 240 };

export function shownSize({ width, height }: Attachment): { width: number; height: number } {
  const [w, h] = [width || 1, height || 1];
  const scale = Math.min(1, SHOWN.width / w, SHOWN.height / h);
  return { width: Math.max(1, Math.round(w * scale)), height: Math.max(1, Math.round(h * scale)) };
}
