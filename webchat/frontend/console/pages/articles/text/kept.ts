/** The text as it was typed, on this device: survives a lost connection, a closed tab, an ended session. */
export interface Kept {
  text: string;
  /** The version of the server's text that it was made from. */
  etag: string | null;
  at: string;
}

const KEY = "firstline.desk.article.";

export function keep(store: Storage, id: string, kept: Kept): void {
  try {
    store.setItem(KEY + id, JSON.stringify(kept));
  } catch {
    // Full: the text is still on the screen, and the page asks before it goes.
  }
}

export function kept(store: Storage, id: string): Kept | null {
  try {
    const found = JSON.parse(store.getItem(KEY + id) ?? "null") as Kept | null;
    return typeof found?.text === "string" ? found : null;
  } catch {
    return null;
  }
}

export function forget(store: Storage, id: string): void {
  store.removeItem(KEY + id);
}
