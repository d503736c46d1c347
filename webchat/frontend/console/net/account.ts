/** One's own account over REST: name, languages, two-factor, sessions. */
import type { Language } from "../../protocol/wire";
import { api, RequestError } from "./api";
import type { Agent } from "./session";

export interface Account {
  agent: Agent;
  two_factor: { enabled: boolean; n_recovery_codes: number };
}

/** `path` is an SVG path in a square of `size` units. */
export interface Started {
  secret: string;
  uri: string;
  qr: { size: number; path: string };
}

export interface Session {
  id: string;
  created_at: string;
  address: string;
  program: string;
  two_factor: boolean;
  current: boolean;
}

export const account = () => call<Account>("GET", "");
export const save = (name: string, languages: Language[]) => call("PATCH", "", { name, languages });
export const sessions = async () => (await call<{ sessions: Session[] }>("GET", "/sessions")).sessions;
export const endSession = (id: string) => call("DELETE", `/sessions/${encodeURIComponent(id)}`);
export const endOthers = () => call("DELETE", "/sessions");
export const changePassword = (password: string, new_password: string) =>
  call("POST", "/password", { password, new_password });
export const startTwoFactor = (password: string) => call<Started>("POST", "/two-factor", { password });
export const disableTwoFactor = (password: string, code: string) =>
  call("POST", "/two-factor/disable", { password, code });

export async function confirmTwoFactor(code: string): Promise<string[]> {
  return (await call<{ recovery_codes: string[] }>("POST", "/two-factor/confirm", { code })).recovery_codes;
}

async function call<T = unknown>(method: string, path: string, body?: object): Promise<T> {
  try {
    return await api<T>(method, `/account${path}`, body);
  } catch (refused) {
    // A refused password is the one refusal of this part that names its field.
    const isPassword = refused instanceof RequestError && refused.params.field === "password";
    throw isPassword ? new RequestError("wrong_password", refused.message) : refused;
  }
}
