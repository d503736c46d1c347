/** Articles over REST, as the knowledge desk edits them (docs/protocol.md). */
import type { Language } from "../../protocol/wire";
import { type Answer, api, call, RequestError } from "./api";

export type State = "draft" | "in_review" | "published" | "archived";
export interface Person {
  id: string;
  name: string;
}

export interface Translation {
  language: Language;
  article_id: string | null;
  title: string | null;
  state: State | null;
  outdated_since: string | null;
}

export interface Row {
  article_id: string;
  family: string;
  language: Language;
  title: string;
  topic: string | null;
  visibility: "internal" | "public";
  state: State;
  has_draft: boolean;
  in_review: boolean;
  publish_at: string | null;
  outdated_since: string | null;
  updated_at: string;
  updated_by: Person | null;
  published_at: string | null;
  /** What the search has of it. */
  index?: "current" | "waiting" | "refused" | "absent";
  index_error?: string | null;
  translations?: Translation[];
}

export interface Working extends Row {
  markdown: string;
  version: number;
  published_markdown: string | null;
  sources?: { kind: "conversation" | "ticket"; id: string; number: string | null }[];
}

export interface Filters {
  language?: Language | "";
  state?: State | "";
  topic?: string;
  q?: string;
  translations?: "missing" | "outdated" | "";
}

export interface Page {
  articles: Row[];
  next: string | null;
  counts?: Partial<Record<State | "outdated", number>>;
  n_found?: number;
}

export interface Problem {
  line: number | null;
  code: string;
  message: string;
  params?: Record<string, string | number>;
}

export interface ParsedStep {
  id: string;
  text: string;
  expert: string | null;
  expect: string | null;
  minutes: number | null;
  help: string | null;
  check: { question: string; answers: { label: string; goto: string }[] } | null;
  done: string | null;
  failed: string | null;
}

export interface Parsed {
  title: string;
  language: Language;
  body: string;
  goal: string | null;
  minutes: number | null;
  handoff: boolean;
  steps: ParsedStep[];
}

export interface Checked {
  errors: Problem[];
  warnings: Problem[];
  article: Parsed | null;
  html: string;
}

export interface Hit {
  article_id: string;
  family: string;
  language: Language;
  title: string;
  passage: string;
  p_helps: number;
  is_draft?: boolean;
}

export interface Asked {
  results: Hit[];
  p_helps: number;
  thresholds: { answer: number; ask: number };
}

export interface Revision {
  number: number;
  kind: "create" | "save" | "publish" | "import" | "restore";
  note: string | null;
  minor: boolean;
  by: Person | null;
  at: string;
  is_published?: boolean;
}

export interface Import {
  id: string;
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  dry_run: boolean;
  publish: boolean;
  files: string[];
  /** How many files have been read. */
  done: number;
  total: number;
  /** Articles on their way to the search. */
  to_index: number;
  created: number;
  changed: number;
  unchanged: number;
  errors: { file: string; line: number | null; code: string; message: string }[];
  n_errors?: number;
  changes?: {
    file: string;
    article_id: string;
    language: Language;
    title: string;
    what: "created" | "changed";
  }[];
  started_at: string;
  ended_at: string | null;
  by: Person | null;
}

export interface Image {
  url: string;
  width?: number;
  height?: number;
}

const at = (id: string, ...more: string[]) =>
  ["/articles", encodeURIComponent(id), ...more.map(encodeURIComponent)].join("/");

/** One page of the list; what is not chosen is not sent. */
export function listArticles(filters: Filters, after: string | null, limit = 150): Promise<Page> {
  const { translations, ...others } = filters;
  const query = new URLSearchParams({ limit: String(limit) });
  for (const [name, value] of Object.entries(others)) if (value) query.set(name, value);
  if (translations === "outdated") query.set("outdated", "true");
  if (translations === "missing") query.set("untranslated", "true");
  if (after) query.set("after", after);
  return api("GET", `/articles?${query}`);
}

export const readWorking = (id: string): Promise<Answer<Working>> => call("GET", at(id, "working"));

export interface NewArticle {
  language: Language;
  title: string;
  family?: string;
  markdown?: string;
  translation_of?: string;
}
export const addArticle = (body: NewArticle): Promise<Working> => api("POST", "/articles", body);

export interface Edit {
  markdown: string;
  minor: boolean;
  note?: string | null;
}
export const saveArticle = (id: string, edit: Edit, etag: string | null): Promise<Answer<Working>> =>
  call("PUT", at(id), edit, etag);

export const sendForReview = (id: string): Promise<Row> => api("POST", at(id, "review"), {});
export const publishArticle = async (id: string, body: { at?: string }, etag: string | null): Promise<Row> =>
  (await call<Row>("POST", at(id, "publish"), body, etag)).body;
export const unschedule = (id: string): Promise<Row> => api("DELETE", at(id, "publish"));
export const withdrawArticle = (id: string): Promise<Row> => api("POST", at(id, "withdraw"), {});
export const archiveArticle = (id: string): Promise<void> => api("DELETE", at(id));

export const listRevisions = (
  id: string,
  after?: string,
): Promise<{ revisions: Revision[]; next: string | null }> =>
  api("GET", `${at(id, "revisions")}${after ? `?after=${encodeURIComponent(after)}` : ""}`);
export const readRevision = (id: string, number: number): Promise<Revision & { markdown: string }> =>
  api("GET", at(id, "revisions", String(number)));
export const restoreRevision = (id: string, number: number, etag: string | null): Promise<Answer<Working>> =>
  call("POST", at(id, "revisions", String(number), "restore"), {}, etag);

export const listTranslations = (id: string): Promise<{ translations: Translation[] }> =>
  api("GET", at(id, "translations"));
export const markUpToDate = (id: string, language: Language): Promise<{ translations: Translation[] }> =>
  api("POST", at(id, "translations", language, "up-to-date"), {});

export const checkText = (markdown: string): Promise<Checked> => api("POST", "/articles/check", { markdown });
export const askDraft = (body: { markdown: string; question: string; language: Language }): Promise<Asked> =>
  api("POST", "/articles/ask", body);

export const uploadImage = (file: File): Promise<Image> => {
  const form = new FormData();
  form.set("file", file);
  return send("/articles/images", form);
};

export interface ImportChoice {
  files: readonly File[];
  language: Language;
  state: "draft" | "published";
  dry_run: boolean;
}
/** `tell` hears which share of the files has been sent. */
export function startImport(choice: ImportChoice, tell: (share: number) => void): Promise<Import> {
  const { files, language, state, dry_run } = choice;
  const form = new FormData();
  for (const file of files) form.append("file", file);
  form.set("language", language);
  form.set("state", state);
  form.set("dry_run", String(dry_run));
  return send("/articles/imports", form, tell);
}
export const readImport = (id: string): Promise<Import> => api("GET", `/articles/imports/${id}`);
export const cancelImport = (id: string): Promise<Import> =>
  api("POST", `/articles/imports/${id}/cancel`, {});
export const listImports = (): Promise<{ imports: Import[] }> => api("GET", "/articles/imports?limit=5");
export const EXPORT = "/api/articles/export";

/** Files travel as a form; the browser names the boundary itself. */
function send<T>(path: string, form: FormData, tell?: (share: number) => void): Promise<T> {
  return new Promise((taken, refused) => {
    const request = new XMLHttpRequest(); // `fetch` does not tell how much has been sent
    request.open("POST", `/api${path}`);
    if (tell) request.upload.onprogress = ({ loaded, total }) => tell(total ? loaded / total : 0);
    request.onerror = () => refused(new RequestError("unreachable", ""));
    request.onload = () => {
      const answer = parsed(request.responseText);
      if (request.status < 300) return taken(answer as T);
      const { code, title, params } = answer;
      refused(new RequestError(code ?? "unavailable", title ?? "", params ?? {}));
    };
    request.send(form);
  });
}

function parsed(text: string): { code?: string; title?: string; params?: Record<string, unknown> } {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
