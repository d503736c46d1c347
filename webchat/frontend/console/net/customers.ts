/** The customer beside a conversation, over REST. */
import type { Language } from "../../protocol/wire";
import { api } from "./api";

export interface Earlier {
  conversation_id: string;
  status: string;
  outcome: string | null;
  rating: number | null;
  at: string;
  ticket: { number: string; status: string; kind: string };
  subject: string | null;
  solution: string | null;
}

export interface Beside {
  id: string;
  known: boolean;
  identifier: string | null;
  since: string;
  language: Language;
  skill: string | null;
  n_conversations: number;
  n_by_bot: number;
  satisfaction: { n: number; mean: number | null };
  earlier: Earlier[];
}

export const beside = (conversationId: string) =>
  api<Beside>("GET", `/conversations/${encodeURIComponent(conversationId)}/customer`);
