/** Tell the site: `addEventListener("firstline:…")` on `window`. */
export function announce(name: "ready" | "on-message" | "error", detail?: unknown): void {
  dispatchEvent(new CustomEvent(`firstline:${name}`, { detail }));
}

/** Say what is wrong, in the console and as an event, and go on. */
export function report(code: string, message: string): void {
  console.warn(`[firstline] ${message}`);
  announce("error", { code, message });
}
