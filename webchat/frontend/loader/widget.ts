import { FRAME_VERSION, isFramed, type SiteUser, type ToHost, type ToPanel } from "../protocol/frame";
import type { Language } from "../protocol/wire";
import { foregroundOn } from "../ui/color";
import { languageOf } from "../ui/language";
import { announce, report } from "./events";
import { css, faces } from "./look";
import type { Settings } from "./settings";
import { texts } from "./texts";

// One widget a page, so its state is this module's; that is also a fifth smaller than a class.

/** How long a panel may take to say `ready`, in ms, before we say that it cannot be reached. */
const READY_TIMEOUT_MS = 12_000;
const MEMORY = "firstline";
const PHONE_PX = 480;

const host = element("div");
const launcher = element("button", "launcher");
const count = element("span", "count");
const panel = element("div", "panel");
const wait = element("div", "wait");
const abort = new AbortController();
const unreadListeners = new Set<(n: number) => void>();
let settings: Settings;
let base: string;
let frame: HTMLIFrameElement | undefined;
let isReady = false;
let isOpen = false;
let nUnread = 0;
let timer = 0;
let waiting: ToPanel[] = [];

/** Draw the launcher on the page. `origin` is where the panel comes from. Loads nothing before the first opening. */
export function start(given: Settings, origin: string): void {
  settings = given;
  base = origin;
  draw();
  const { signal } = abort;
  addEventListener("message", hear, { signal });
  document.addEventListener("keydown", closeOnEscape, { signal });
  const before = recall();
  if (before) load();
  if (before === "open" && innerWidth > PHONE_PX) show(true, false);
}

/** What `window.$firstline` offers. A method that throws is reported to the site, see main.ts. */
export const methods = {
  /** Open or close the panel; without a word, the other of the two. */
  toggle(to?: unknown): void {
    show(to === "open" || (to !== "close" && !isOpen), true);
  },

  setUser(identifier: unknown, user?: unknown): void {
    if (typeof identifier !== "string" || !identifier) throw TypeError("identifier is needed");
    settings.user = { ...(user as SiteUser), identifier };
    tell({ type: "set_user", user: settings.user });
  },

  setLocale(locale: unknown): void {
    const language = languageOf(locale);
    if (!language) throw TypeError(`unknown locale ${locale}`);
    speak(language);
    tell({ type: "set_language", language });
  },

  setCustomAttributes(attributes: unknown): void {
    settings.attributes = { ...settings.attributes, ...(attributes as object) };
    tell({ type: "set_attributes", attributes: settings.attributes });
  },

  /** Forget the person and the conversation, as when they sign out of the site. */
  reset(): void {
    settings.user = settings.attributes = undefined;
    remember("");
    // A frame not loaded yet may still hold an earlier page's conversation: load it so that it can forget.
    load();
    tell({ type: "reset" });
  },

  openArticle(id: unknown): void {
    show(true, true);
    tell({ type: "open_article", id: String(id) });
  },

  /** Call `listener` now and whenever the number of unread messages changes; returns how to stop. */
  onUnreadCountChange(listener: unknown): () => void {
    if (typeof listener !== "function") throw TypeError("function is needed");
    const call = (n: number) => listener(n);
    unreadListeners.add(call);
    call(nUnread);
    return () => unreadListeners.delete(call);
  },

  /** Leave nothing behind: no node, listener, timer, frame or global. */
  destroy(): void {
    abort.abort();
    clearTimeout(timer);
    unreadListeners.clear();
    host.remove();
    delete window.$firstline;
  },
};

function element<K extends keyof HTMLElementTagNameMap>(tag: K, name = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = name;
  return made;
}

function draw(): void {
  host.dataset.position = settings.position;
  host.style.setProperty("--c", settings.color);
  host.style.setProperty("--f", foregroundOn(settings.color) ?? "#fff");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  launcher.type = "button";
  // Our own constant, never data.
  launcher.innerHTML = faces;
  launcher.hidden = settings.hideLauncher;
  launcher.append(count);
  launcher.onclick = () => show(!isOpen, true);
  panel.hidden = true;
  panel.role = "dialog";
  panel.append(wait);
  root.append(launcher, panel);
  speak(settings.language);
  document.body.append(host);
}

function speak(language: Language): void {
  settings.language = host.lang = language;
  panel.ariaLabel = settings.title ?? texts[language].open;
  if (frame) frame.title = panel.ariaLabel;
  label();
}

function label(): void {
  const words = texts[settings.language];
  const unread = nUnread ? `, ${nUnread} ${words.unread}` : "";
  launcher.ariaLabel = isOpen ? words.close : (settings.launcherTitle ?? words.open) + unread;
  launcher.ariaExpanded = String(isOpen);
  count.textContent = String(nUnread);
  count.hidden = !nUnread || isOpen;
}

function closeOnEscape(event: KeyboardEvent): void {
  if (event.key === "Escape" && event.composedPath().includes(host)) show(false, true);
}

function show(open: boolean, moveFocus: boolean): void {
  if (open === isOpen) return;
  if (open) load();
  isOpen = open;
  panel.hidden = !open;
  label();
  tell({ type: open ? "opened" : "closed" });
  if (recall()) remember(open ? "open" : "closed");
  if (moveFocus) (open && frame ? frame : launcher).focus();
}

function load(): void {
  if (frame) return;
  const { site, language } = settings;
  frame = element("iframe");
  frame.title = panel.ariaLabel ?? "";
  frame.allow = "clipboard-write";
  frame.src = `${base}/panel?${new URLSearchParams({ site, language, host: location.origin })}`;
  frame.hidden = true;
  wait.replaceChildren(element("span", "dots"));
  panel.append(frame);
  timer = window.setTimeout(giveUp, READY_TIMEOUT_MS);
}

/** Say that the panel cannot be reached; opening it again tries again. */
function giveUp(): void {
  frame?.remove();
  frame = undefined;
  wait.textContent = texts[settings.language].down;
  report("unavailable", "panel did not load");
}

function tell(message: ToPanel): void {
  if (isReady) frame?.contentWindow?.postMessage({ ...message, firstline: FRAME_VERSION }, base);
  // The rest reaches a panel that is not there yet as settings.
  else if (message.type === "open_article" || message.type === "reset") waiting.push(message);
}

function hear(event: MessageEvent): void {
  if (event.origin !== base || event.source !== frame?.contentWindow || !isFramed(event.data)) return;
  const message = event.data as unknown as ToHost;
  if (message.type === "ready") greet();
  if (message.type === "close") show(false, true);
  if (message.type === "unread") countUnread(message.n_unread);
  if (message.type === "message") announce("on-message", message.message);
  if (message.type === "active") remember(message.active ? (isOpen ? "open" : "closed") : "");
  if (message.type === "language") speak(message.language);
  if (message.type === "error") report(message.code, message.message);
}

function countUnread(n: number): void {
  nUnread = n;
  label();
  // In a microtask each: one that throws stops neither the others nor us.
  for (const listener of unreadListeners) queueMicrotask(() => listener(n));
}

function greet(): void {
  clearTimeout(timer);
  const page = { url: location.href, title: document.title };
  isReady = true;
  wait.textContent = "";
  if (frame) frame.hidden = false;
  // Plain data only: a function or node in the site's attributes must not stop the panel.
  tell({ type: "init", settings: JSON.parse(JSON.stringify({ ...settings, page })), open: isOpen });
  waiting.forEach(tell);
  waiting = [];
  if (isOpen) frame?.focus();
}

/** "open" or "closed" once a conversation exists, so that the next page of the site finds the panel as it was. */
function recall(): string | null {
  try {
    return sessionStorage.getItem(MEMORY);
  } catch {
    return null;
  }
}

/** Empty forgets. With storage switched off, the panel starts closed on the next page. */
function remember(value: string): void {
  try {
    if (value) sessionStorage.setItem(MEMORY, value);
    else sessionStorage.removeItem(MEMORY);
  } catch {}
}
