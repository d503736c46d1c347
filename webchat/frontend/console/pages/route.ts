/** Which page the address names: `#/tickets/FL-1042` is the page `tickets` with the rest `["FL-1042"]`. */
import { signal } from "@preact/signals";

import { room } from "../room";

export interface Route {
  page: string;
  rest: string[];
}

export const route = signal<Route>(parse(typeof location === "undefined" ? "" : location.hash));

/** Read an address; an empty one is the chats, or the desk's first page. */
export function parse(hash: string): Route {
  const [page, ...rest] = hash
    .replace(/^#?\/?/, "")
    .split("/")
    .filter(Boolean)
    .map(decode);
  return { page: page ?? (room === "console" ? "chats" : ""), rest };
}

/** The address of a page. */
export function href(page: string, ...rest: string[]): string {
  return `#/${[page, ...rest].map(encodeURIComponent).join("/")}`;
}

/** Go to a page; the address follows, so Back works. */
export function go(page: string, ...rest: string[]): void {
  location.hash = href(page, ...rest);
}

/** Whether the page that is shown lets go: one with unsaved text says no and asks. It may go there itself later. */
export const leaving: { current: ((to: Route) => boolean) | null } = { current: null };

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

if (typeof window !== "undefined") {
  window.addEventListener("hashchange", () => {
    const to = parse(location.hash);
    if (leaving.current?.(to) === false) {
      const { page, rest } = route.value;
      history.pushState(null, "", href(page, ...rest));
    } else route.value = to;
  });
}
