/** Signing in and out. The cookie is the session; this page never holds a token. */
import type { Language } from "../../protocol/wire";
import { RequestError } from "./api";

export interface Agent {
  id: string;
  name: string;
  email: string;
  role: string;
  languages: Language[];
}

/** How far the server's clock is ahead of ours, in ms: countdowns follow the server. */
export let clockAheadMs = 0;

/** Who is signed in, or null. */
export async function currentAgent(): Promise<Agent | null> {
  const response = await call("GET");
  if (response.status === 401) return null;
  return agentIn(response);
}

/** `otp` is a code of the second factor, where the server asked for one. */
export async function signIn(email: string, password: string, otp: string | null): Promise<Agent> {
  return agentIn(await call("POST", { email, password, otp }));
}

export async function signOut(): Promise<void> {
  await call("DELETE");
}

async function call(method: string, body?: object): Promise<Response> {
  try {
    const response = await fetch("/api/session", {
      method,
      credentials: "same-origin",
      ...(body && { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
    });
    readClock(response);
    return response;
  } catch (cause) {
    throw new RequestError("unreachable", String(cause));
  }
}

async function agentIn(response: Response): Promise<Agent> {
  if (response.ok) return ((await response.json()) as { agent: Agent }).agent;
  const problem = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const told = String(problem.code ?? "unavailable");
  const code = told === "unauthorised" ? "wrong_credentials" : told;
  throw new RequestError(response.status === 429 ? "too_fast" : code, String(problem.detail ?? ""));
}

/** The Date header counts whole seconds, so only a clock that is clearly off is corrected. */
function readClock(response: Response): void {
  const ahead = Date.parse(response.headers.get("Date") ?? "") + 500 - Date.now();
  if (Number.isFinite(ahead)) clockAheadMs = Math.abs(ahead) > 2000 ? ahead : 0;
}
