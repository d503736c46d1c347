/** Reviews and reports of abuse over REST. */
import type { Language } from "../../protocol/wire";
import { api } from "./api";
import type { Documents, Words } from "./desk";

export const ANSWERS = ["yes", "partly", "no", "not_applicable"] as const;
export type Answer = (typeof ANSWERS)[number];

export interface Review {
  id: number;
  conversation_id: string;
  number: string | null;
  agent: { id: string; name: string };
  reviewer: { id: string; name: string };
  answers: { id: string; words: Words; answer: Answer }[];
  score: number;
  remarks: string;
  at: string;
}

export interface Report {
  id: number;
  conversation_id: string;
  message_seq: number | null;
  text: string | null;
  language: Language;
  flagged_by: "bot" | "agent";
  agent: string | null;
  action: "flagged" | "warned" | "threat" | "ended";
  at: string;
  handled: boolean;
  ended: boolean;
}

const page = (before: number | null) => (before === null ? "" : `&before=${before}`);

export const checklist = () => api<Documents["checklist"]>("GET", "/checklist");
export const reviews = (before: number | null) =>
  api<{ reviews: Review[]; next: number | null }>("GET", `/reviews?limit=30${page(before)}`);
export const writeReview = (conversation_id: string, answers: Record<string, Answer>, remarks: string) =>
  api("POST", "/reviews", { conversation_id, answers, remarks });
export const reports = () =>
  api<{ reports: Report[]; next: number | null }>("GET", "/abuse-reports?open=true&limit=50");
export const handleReport = (id: number) => api("POST", `/abuse-reports/${id}/handled`);
