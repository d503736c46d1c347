import type { Attachment } from "../../protocol/wire";

const BASE = "/api/chat/attachments";
/** How long the browser may take to read a file before its memory is given back, in ms. */
const READ_MS = 60_000;

/** The conversation's files, which only the session's token opens: fetched, then shown from memory. */
export class Files {
  private readonly thumbnails = new Map<string, string>();

  constructor(private readonly session: () => string | null) {}

  get headers(): Record<string, string> | null {
    const session = this.session();
    return session ? { Authorization: `Bearer ${session}` } : null;
  }

  readonly address = () => this.headers && { path: BASE, headers: this.headers };
  readonly removal = (id: string): string => `${BASE}/${id}`;

  /** A picture that was fetched before. */
  known(id: string): string | null {
    return this.thumbnails.get(id) ?? null;
  }

  async thumbnail(id: string): Promise<string | null> {
    const known = this.known(id);
    if (known) return known;
    const blob = await this.fetch(`${BASE}/${id}/thumbnail`);
    if (!blob) return null;
    const url = URL.createObjectURL(blob);
    this.thumbnails.set(id, url);
    return url;
  }

  /** Show a picture in a tab of its own; save anything else. */
  async open(file: Attachment): Promise<void> {
    // Opened at once, while the press still counts as the user's wish.
    const tab = file.width ? window.open("", "_blank") : null;
    const blob = await this.fetch(`${BASE}/${file.id}`);
    if (!blob) return tab?.close();
    if (tab) tab.location.href = URL.createObjectURL(blob);
    else save(blob, file.name);
  }

  /** Save the conversation as text, or show it as a page to print. Returns whether that worked. */
  async transcript(form: "txt" | "html", name: string): Promise<boolean> {
    const tab = form === "html" ? window.open("", "_blank") : null;
    const blob = await this.fetch(`/api/chat/transcript?form=${form}`);
    if (!blob) tab?.close();
    else if (tab) tab.location.href = URL.createObjectURL(blob);
    else save(blob, `${name}.${form}`);
    return blob !== null;
  }

  async fetch(path: string): Promise<Blob | null> {
    const { headers } = this;
    if (!headers) return null;
    const response = await fetch(path, { headers }).catch(() => null);
    return response?.ok ? response.blob() : null;
  }
}

/** Have the browser save something under a name. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), READ_MS);
}
