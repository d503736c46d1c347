/** Everybody's accounts over REST, for administrators. */
import type { Language } from "../../protocol/wire";
import { api } from "./api";
import type { Agent } from "./session";

export interface Account extends Agent {
  disabled: boolean;
  two_factor: boolean;
  connected: boolean;
  capacity: number;
}

export interface Change {
  name?: string;
  role?: string;
  languages?: Language[];
  capacity?: number;
  disabled?: boolean;
}

export interface NewAccount {
  email: string;
  name: string;
  role: string;
  languages: Language[];
}

const of = (id: string) => `/accounts/${encodeURIComponent(id)}`;

export const accounts = async () => (await api<{ accounts: Account[] }>("GET", "/accounts")).accounts;
export const create = async (account: NewAccount) =>
  (await api<{ password: string }>("POST", "/accounts", account)).password;
export const change = (id: string, change: Change) => api("PATCH", of(id), change);
export const endSessions = (id: string) => api("DELETE", `${of(id)}/sessions`);
export const resetFactor = (id: string) => api("DELETE", `${of(id)}/two-factor`);
export const resetPassword = async (id: string) =>
  (await api<{ password: string }>("POST", `${of(id)}/password`)).password;
