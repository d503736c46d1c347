/** The built-in ticket fields as the console draws them. Pure. */
import type { Language, Resolve, Ticket, TicketField } from "../protocol/wire";
import type { Definition } from "./net/tickets";

export type Editor =
  | "line"
  | "text"
  | "number"
  | "date"
  | { choices: readonly string[]; names?: Readonly<Record<string, string>> }
  | "read_only";

export const KINDS: readonly Ticket["kind"][] = ["incident", "request", "complaint", "security"];
export const PRIORITIES: readonly Ticket["priority"][] = ["urgent", "high", "medium", "low"];
export const OUTCOMES: readonly NonNullable<Resolve["outcome"]>[] = [
  "solved",
  "not_solved",
  "duplicate",
  "no_answer",
  "spam",
];

const LEVELS = { choices: ["low", "medium", "high"] } as const;

export const CATEGORIES = [
  "accounts",
  "network",
  "printing",
  "email",
  "files",
  "meetings",
  "devices",
  "software",
  "security",
] as const;

/** In the order in which an agent reads them. A field that is not named here is shown after these. */
export const FIELDS: Record<string, Editor> = {
  subject: "line",
  description: "text",
  category: { choices: CATEGORIES },
  topic: "line",
  impact: LEVELS,
  urgency: LEVELS,
  device: "line",
  operating_system: "line",
  application: "line",
  error_text: "text",
  since: "line",
  skill: { choices: ["novice", "expert"] },
  mood: { choices: ["neutral", "frustrated"] },
  language: { choices: ["nl", "fr", "en"] },
};

/** Drawn in sections of their own. */
const ELSEWHERE = new Set(["steps_tried", "articles_shown", "customer"]);

/** Below this a value is marked "to confirm". */
const SURE_FROM = 0.75;

export interface ShownField {
  name: string;
  field: TicketField | null;
  editor: Editor;
  /** Of a field that an administrator added; the others have texts of their own. */
  label?: string;
  required?: boolean;
}

/** The fields that an administrator added and this kind of ticket has. */
export function addedFields(
  ticket: Ticket,
  definitions: readonly Definition[],
  language: Language,
  words: { yes: string; no: string },
): ShownField[] {
  return definitions
    .filter(({ archived, kinds }) => !archived && (kinds.length === 0 || kinds.includes(ticket.kind)))
    .map((definition) => ({
      name: definition.key,
      field: filled(ticket.fields[definition.key]),
      editor: editorOf(definition, language, words),
      label: definition.labels[language],
      required: definition.required_for.includes(ticket.kind),
    }));
}

function editorOf(definition: Definition, language: Language, words: { yes: string; no: string }): Editor {
  switch (definition.type) {
    case "number":
    case "date":
      return definition.type;
    case "boolean":
      return { choices: ["true", "false"], names: { true: words.yes, false: words.no } };
    case "choice": {
      const names = definition.choices.map(({ value, labels }) => [value, labels[language]]);
      return { choices: definition.choices.map(({ value }) => value), names: Object.fromEntries(names) };
    }
    default:
      return "line";
  }
}

/** What a field's text means to the server: yes and no are no words there. */
export function toValue(text: string, definition: Definition | undefined): unknown {
  if (text === "") return null;
  return definition?.type === "boolean" ? text === "true" : text;
}

/** All other fields to show: the built-in ones, empty or not, then what else the ticket has. */
export function shownFields(ticket: Ticket, definitions: readonly Definition[] = []): ShownField[] {
  const added = new Set(definitions.filter(({ archived }) => !archived).map(({ key }) => key));
  const builtIn = Object.entries(FIELDS).map(([name, editor]) => ({
    name,
    field: filled(ticket.fields[name]),
    editor,
  }));
  const others = Object.keys(ticket.fields)
    .filter((name) => !(name in FIELDS) && !ELSEWHERE.has(name) && !added.has(name))
    .map((name) => ({ name, field: filled(ticket.fields[name]), editor: "line" as const }));
  return [...builtIn, ...others];
}

export function isToConfirm({ source, confidence }: TicketField): boolean {
  return source !== "agent" && confidence != null && confidence < SURE_FROM;
}

export interface Step {
  text: string;
  /** As the bot wrote it: `done`, `failed`, `unclear` … */
  result: string | null;
}

/** The steps that were tried, from a list of words or of objects. */
export function stepsTried(ticket: Ticket): Step[] {
  return listIn(ticket, "steps_tried").map((each) => {
    if (typeof each !== "object" || each === null) return { text: String(each), result: null };
    const step = each as Record<string, unknown>;
    const text = step.text ?? step.title ?? step.step ?? step.id ?? "";
    const result = step.result ?? step.outcome ?? step.status ?? null;
    return { text: String(text), result: result === null ? null : String(result) };
  });
}

export interface ShownArticle {
  id: string;
  title: string | null;
  language: string;
}

/** The articles that the user was shown, by id (`wifi-no-connection.nl`) or as objects. */
export function articlesShown(ticket: Ticket): ShownArticle[] {
  return listIn(ticket, "articles_shown").map((each) => {
    const article = (typeof each === "object" && each !== null ? each : { id: each }) as Record<
      string,
      unknown
    >;
    const id = String(article.id ?? article.article_id ?? "");
    const language = String(article.language ?? id.split(".").at(-1) ?? "");
    return { id, title: article.title ? String(article.title) : null, language };
  });
}

/** A value as one text: lists by commas, objects by their parts. */
export function asText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(asText).join(", ");
  if (typeof value === "object") return Object.values(value).map(asText).filter(Boolean).join(" · ");
  return String(value);
}

function filled(field: TicketField | undefined): TicketField | null {
  return field && asText(field.value) !== "" ? field : null;
}

function listIn(ticket: Ticket, name: string): unknown[] {
  const value = ticket.fields[name]?.value;
  return Array.isArray(value) ? value : value ? [value] : [];
}
