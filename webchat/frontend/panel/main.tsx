import { effect } from "@preact/signals";
import { render } from "preact";
import "../ui/tokens.css";
import "../ui/base.css";
import "./styles/panel.css";
import "./styles/messages.css";
import type { PanelSettings, ToPanel } from "../protocol/frame";
import type { Language } from "../protocol/wire";
import { foregroundOn } from "../ui/color";
import { languageOf } from "../ui/language";
import { Controller } from "./controller";
import { say } from "./i18n";
import { HostPage } from "./net/host";
import { frameStorage, Memory } from "./state/storage";
import { Store } from "./state/store";
import { App } from "./views/app";
import { DeadLink } from "./views/link";

const query = new URLSearchParams(location.search);
const site = query.get("site") || "demo";
const language = languageOf(query.get("language")) ?? languageOf(navigator.language) ?? "en";
const origin = query.get("host");

/** The token of a link in a mail: this page is then `/chat/{token}`. */
const link = /^\/chat\/([^/]+)$/.exec(location.pathname)?.[1];

/** Start the chat once we know how: the loader's settings in a frame, the address alone without one. */
function begin(settings: PanelSettings, isOpen: boolean, host: HostPage | null): Controller {
  return show(new Memory(frameStorage(), `firstline:${site}:`), { ...settings, site }, isOpen, host);
}

function show(
  memory: Memory,
  settings: PanelSettings & { site: string; score?: number },
  isOpen: boolean,
  host: HostPage | null,
): Controller {
  const store = new Store(memory);
  const controller = new Controller(store, settings, (message) => host?.tell(message));
  dress(settings);
  effect(() => {
    document.documentElement.lang = controller.language.value;
    document.title = settings.title ?? say(controller.language.value, "title");
  });
  const root = document.getElementById("app");
  if (root) render(<App controller={controller} title={settings.title} isFramed={host !== null} />, root);
  controller.start(isOpen);
  return controller;
}

/** The site's colour and scheme. The colour fills the header only, with a text colour that reads on it. */
function dress({ theme, color }: PanelSettings): void {
  if (theme !== "auto") document.documentElement.dataset.theme = theme;
  const ink = color && foregroundOn(color);
  if (!color || !ink) return;
  document.documentElement.style.setProperty("--header", color);
  document.documentElement.style.setProperty("--on-header", ink);
}

function beginInFrame(hostOrigin: string): void {
  let controller: Controller | undefined;
  const host: HostPage = new HostPage(hostOrigin, (message: ToPanel) => {
    if (message.type === "init") controller ??= begin(message.settings, message.open, host);
    else controller?.obey(message);
  });
  host.tell({ type: "ready" });
}

/** Open the conversation of a link, beside any other that this browser knows. */
async function beginByLink(token: string): Promise<void> {
  const response = await fetch("/api/chat/link", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token }),
  }).catch(() => null);
  if (!response?.ok) {
    const root = document.getElementById("app");
    if (root) render(<DeadLink language={language} isGone={response?.status === 410} />, root);
    return;
  }
  const opened: Opened = await response.json();
  const memory = new Memory(frameStorage(), `firstline:chat:${opened.conversation_id}:`);
  memory.allow();
  memory.write("session", opened.session);
  const score = Number(/^#rate-([1-5])$/.exec(location.hash)?.[1] ?? 0);
  const page = { url: location.origin, title: "" };
  show(memory, { language: opened.language, theme: "auto", page, site: opened.site, score }, true, null);
}

interface Opened {
  session: string;
  conversation_id: string;
  site: string;
  language: Language;
}

if (link) void beginByLink(link);
else if (window.parent !== window && origin) beginInFrame(origin);
else begin({ language, theme: "auto", page: { url: location.href, title: "" } }, true, null);
