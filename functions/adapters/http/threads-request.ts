import type { Secret } from "../../core/secret.ts";
import type { RawAnswer } from "./threads-answers.ts";
import { withoutSecret, withoutSecretShapes } from "./threads-secrets.ts";

/** A call to Meta's API. Parameters go into the query of a GET and the form of a POST, as its documentation shows. */
export interface ThreadsRequest {
  method: "GET" | "POST";
  url: string;
  parameters: Record<string, string | Secret>;
  /** Over the whole exchange; an answer that comes later is no answer. */
  timeoutInMs: number;
}

/** Errors that mean that no connection was made: nothing can have happened at the other end. */
const neverConnected = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** Sends a request once and returns what came, without judging it. Never throws. */
export async function send(request: ThreadsRequest): Promise<RawAnswer> {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(request.parameters)) {
    parameters.append(name, typeof value === "string" ? value : value.reveal());
  }
  const url = request.method === "GET" ? `${request.url}?${parameters}` : request.url;
  try {
    const response = await fetch(url, {
      method: request.method,
      redirect: "manual",
      signal: AbortSignal.timeout(request.timeoutInMs),
      ...(request.method === "POST" ? { body: parameters } : {}),
    });
    const body = await response.text();
    return { kind: "answer", status: response.status, headers: response.headers, body };
  } catch (error) {
    return describeSilence(error, request);
  }
}

function describeSilence(error: unknown, request: ThreadsRequest): RawAnswer {
  const { host } = new URL(request.url);
  const code = codeOf(error) ?? (error instanceof Error ? codeOf(error.cause) : undefined);
  if (code !== undefined && neverConnected.has(code)) {
    return { kind: "not-sent", words: `no connection to ${host} (${code})` };
  }
  if (error instanceof Error && error.name === "TimeoutError") {
    return { kind: "no-answer", words: `no answer from ${host} within ${request.timeoutInMs / 1000} s` };
  }
  return {
    kind: "no-answer",
    words: `the connection to ${host} broke off${code === undefined ? "" : ` (${code})`}`,
  };
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** A text of Meta's without the secrets of the request: it is known to repeat a malformed token in its message. */
export function withoutSecrets(text: string, request: ThreadsRequest): string {
  let blotted = text;
  for (const value of Object.values(request.parameters)) {
    if (typeof value !== "string") blotted = withoutSecret(blotted, value);
  }
  return withoutSecretShapes(blotted);
}
