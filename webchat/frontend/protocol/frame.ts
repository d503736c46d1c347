import type { Language, Message } from "./wire";

/** Raised when the shapes below change: both sides drop messages of another version. */
export const FRAME_VERSION = 1;

/** Who the site says its visitor is; becomes `auth.user`. */
export interface SiteUser {
  identifier?: string;
  name?: string;
  email?: string;
  identifier_hash?: string;
}

export type Theme = "auto" | "light" | "dark";

/** What the panel gets when it says `ready`. */
export interface PanelSettings {
  language: Language;
  theme: Theme;
  title?: string;
  color?: string;
  user?: SiteUser;
  attributes?: Record<string, unknown>;
  page: { url: string; title: string };
}

/** Loader to panel. */
export type ToPanel =
  | { type: "init"; settings: PanelSettings; open: boolean }
  | { type: "opened" }
  | { type: "closed" }
  | { type: "set_user"; user: SiteUser }
  | { type: "set_language"; language: Language }
  | { type: "set_attributes"; attributes: Record<string, unknown> }
  | { type: "open_article"; id: string }
  | { type: "reset" };

/** Panel to loader. `active` is true once a conversation exists that a later page should find again. */
export type ToHost =
  | { type: "ready" }
  | { type: "close" }
  | { type: "unread"; n_unread: number }
  | { type: "message"; message: Message }
  | { type: "active"; active: boolean }
  | { type: "language"; language: Language }
  | { type: "error"; code: string; message: string };

export type Framed<T> = T & { firstline: typeof FRAME_VERSION };

/** True for one of our messages of this version; the caller has checked origin and source. */
export function isFramed(data: unknown): data is Framed<{ type: string }> {
  return (
    typeof data === "object" &&
    data !== null &&
    (data as { firstline?: unknown }).firstline === FRAME_VERSION &&
    typeof (data as { type?: unknown }).type === "string"
  );
}
