/** One REST call: JSON in, JSON out, refusals as `RequestError` with their stable code. */

/** A refusal with a stable code; `unreachable` when there was no answer at all, `edited` on a lost race (412). */
export class RequestError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly params: Record<string, unknown> = {},
  ) {
    super(message);
  }
}

/** What came back, with the version (`ETag`) that an edit has to name in `ifMatch`. */
export interface Answer<T> {
  body: T;
  etag: string | null;
}

export async function call<T = unknown>(
  method: string,
  path: string,
  body?: object,
  ifMatch?: string | null,
): Promise<Answer<T>> {
  const headers: Record<string, string> = { "Accept-Language": document.documentElement.lang };
  if (body) headers["Content-Type"] = "application/json";
  if (ifMatch) headers["If-Match"] = ifMatch;
  const response = await fetch(`/api${path}`, {
    method,
    credentials: "same-origin",
    headers,
    ...(body && { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw new RequestError("unreachable", String(cause));
  });
  const etag = response.headers.get("ETag");
  if (response.status === 204) return { body: undefined as T, etag };
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return { body: answer as T, etag };
  const problem = answer as { code?: string; title?: string; params?: Record<string, unknown> };
  const code = response.status === 412 ? "edited" : (problem.code ?? "unavailable");
  throw new RequestError(code, problem.title ?? "", problem.params ?? {});
}

/** The body alone, where no version is needed. */
export async function api<T = unknown>(method: string, path: string, body?: object): Promise<T> {
  return (await call<T>(method, path, body)).body;
}
