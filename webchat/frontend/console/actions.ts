/** What an agent does to a conversation: ask the server, tell what went wrong. Changes come back as events. */
import type { AgentPresence, Language, Resolve, TransferTo } from "../protocol/wire";
import { t, tOr } from "./i18n";
import { RequestError } from "./net/api";
import type { Refusal } from "./net/connection";
import { show, taking, toast } from "./screen";
import { ask, state, tab } from "./state/store";
import { teamName } from "./teams";

/** A refusal in the agent's language: ours by code, else the server's own sentence. */
export function explain({ code, message, params }: Refusal): string {
  return tOr(`error.${code}`, message || t("error.other"), params);
}

/** Why a request failed, in the agent's language. */
export function reasonOf(cause: unknown): string {
  const { code, params } = cause instanceof RequestError ? cause : { code: "other", params: {} };
  return tOr(`error.${code}`, t("error.other"), params as Record<string, string>);
}

export const told = (cause: unknown) => toast(reasonOf(cause), true);

async function act(event: string, payload: object): Promise<boolean> {
  const ack = await ask(event, payload);
  if (!ack.ok) toast(explain(ack.error), true);
  return ack.ok;
}

export async function take(conversation_id: string): Promise<boolean> {
  taking.current = conversation_id;
  const taken = await act("take", { conversation_id });
  if (!taken) taking.current = null;
  else {
    tab.value = "mine";
    show(conversation_id);
  }
  return taken;
}

export const decline = (conversation_id: string) => act("decline", { conversation_id });
export const release = (conversation_id: string) => act("release", { conversation_id });

export async function returnToBot(conversation_id: string): Promise<boolean> {
  const done = await act("return_to_bot", { conversation_id });
  if (done) toast(t("done.returned"));
  return done;
}

export async function transfer(conversation_id: string, to: TransferTo, note: string): Promise<boolean> {
  const done = await act("transfer", { conversation_id, to, note: note.trim() || null });
  const team = state.value?.teams.find(({ id }) => id === to.team);
  const name = state.value?.agents[to.agent ?? ""]?.name ?? (team ? teamName(team) : "");
  if (done) toast(t("done.transferred", { name }));
  return done;
}

export async function escalate(conversation_id: string, note: string): Promise<boolean> {
  const done = await act("escalate", { conversation_id, note: note.trim() || null });
  if (done) toast(t("done.escalated"));
  return done;
}

export async function snooze(conversation_id: string, until: Date): Promise<boolean> {
  const done = await act("snooze", { conversation_id, until: until.toISOString() });
  if (done) toast(t("done.snoozed"));
  return done;
}

export async function resolve(
  conversation_id: string,
  outcome: Resolve["outcome"],
  solution: string,
): Promise<boolean> {
  const done = await act("resolve", { conversation_id, outcome, solution: solution.trim() || null });
  if (done) toast(t("done.resolved"));
  return done;
}

export const updateTicket = (ticket_id: string, fields: Record<string, unknown>) =>
  act("ticket_update", { ticket_id, fields });

export const setStatus = (status: AgentPresence["status"], languages?: Language[]) =>
  act("set_status", { status, ...(languages ? { languages } : {}) });

/** Macros whose outcome is not known, by conversation and macro: the next attempt has the same id, and does nothing twice. */
const running = new Map<string, string>();
const UNCERTAIN = new Set(["timeout", "offline", "unavailable"]);

export async function runMacro(conversation_id: string, macro_id: string): Promise<boolean> {
  const key = `${conversation_id}/${macro_id}`;
  const client_id = running.get(key) ?? crypto.randomUUID();
  running.set(key, client_id);
  const ack = await ask("run_macro", { conversation_id, macro_id, client_id });
  if (ack.ok || !UNCERTAIN.has(ack.error.code)) running.delete(key);
  toast(ack.ok ? t("done.macro") : explain(ack.error), !ack.ok);
  return ack.ok;
}

export const readMentions = (conversation_id: string) => act("read_mentions", { conversation_id });

export const endTakeover = (conversation_id: string) => act("end_takeover", { conversation_id });

let typingIn: string | null = null;
let typingAt = 0;
const RENEW_MS = 3000;

/** Tell that we type, again every few seconds while it lasts; of a note only colleagues hear. */
export function tellTyping(conversation_id: string, on: boolean, note: boolean, now = Date.now()): void {
  const where = `${conversation_id}/${note}`;
  if (!on && typingIn !== where) return;
  if (on && typingIn === where && now - typingAt < RENEW_MS) return;
  typingIn = on ? where : null;
  typingAt = now;
  void ask("typing", { conversation_id, on, note });
}
