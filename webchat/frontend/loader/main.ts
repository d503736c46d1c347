import { announce, report } from "./events";
import { readSettings } from "./settings";
import { methods, start } from "./widget";

type Method = keyof typeof methods;
type Call = [name: Method, ...args: unknown[]];
type Api = Record<Method, (...args: unknown[]) => unknown> & { push: (call: Call) => void };

declare global {
  interface Window {
    firstlineSettings?: unknown;
    /** Before the script has loaded: an array that collects `["toggle", "open"]`-like calls. */
    $firstline?: Api | Call[];
  }
}

/** Run `act`; a fault, ours or of the call, ends as one event and one warning, never as an exception in the site. */
function safely<T>(what: string, act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    report("invalid", `${what}: ${error}`);
  }
}

const call = (name: Method, args: unknown[]) =>
  safely(name, () => (methods[name] as (...all: unknown[]) => unknown)(...args));

function install(script: HTMLScriptElement | null): void {
  const before = window.$firstline;
  if (before && "destroy" in before) return; // The script stands on the page twice.
  const guesses = [document.documentElement.lang, ...navigator.languages];
  const settings = readSettings(window.firstlineSettings, script?.dataset ?? {}, guesses, (sentence) =>
    report("invalid", sentence),
  );
  start(settings, new URL(script?.src || location.href).origin);
  const api = { push: ([name, ...args]: Call) => call(name, args) } as Api;
  for (const name of Object.keys(methods) as Method[]) api[name] = (...args) => call(name, args);
  window.$firstline = api;
  if (Array.isArray(before)) for (const one of before) safely("queue", () => api.push(one));
  announce("ready");
}

const script = (document.currentScript ??
  document.querySelector('script[src*="/widget.js"]')) as HTMLScriptElement | null;
const begin = () => safely("start", () => install(script));
if (document.body) begin();
else document.addEventListener("DOMContentLoaded", begin, { once: true });
