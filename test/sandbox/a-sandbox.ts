import { onTestFinished } from "vitest";
import * as z from "zod";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../sandbox/start-sandbox.ts";

export const redirectUri = "http://127.0.0.1:9/callback";
export const [minute, hour, day] = [60_000, 3_600_000, 86_400_000] as const;

/** A clock that stands still until it is told to go on. */
class TestClock {
  #now = Date.parse("2026-11-02T08:00:00Z");
  now(): Date {
    return new Date(this.#now);
  }
  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

const anyObject = z.record(z.string(), z.unknown());
const graphError = z.object({
  error: z.object({
    message: z.string(),
    type: z.string(),
    code: z.union([z.number(), z.string()]),
    error_subcode: z.number().optional(),
    is_transient: z.boolean().optional(),
    error_user_title: z.string().optional(),
    error_user_msg: z.string().optional(),
    fbtrace_id: z.string(),
  }),
});

export interface Answer {
  status: number;
  body: string;
  json: Record<string, unknown>;
  headers: Headers;
  /** `code` or `code/subcode` of shape A; empty for anything else. */
  error: string;
  message: string;
}

/** A sandbox with a clock of its own, which closes with its test. */
export async function aSandbox(options: SandboxOptions = {}) {
  const clock = new TestClock();
  const sandbox = await startSandbox({
    clock,
    redirectUris: [redirectUri],
    people: [{ username: "weaver", name: "The Weaver" }],
    cards: "off",
    ...options,
  });
  onTestFinished(() => sandbox.close());
  const username = options.people?.[0]?.username ?? "weaver";
  const { accessToken, userId } = sandbox.generateToken(username);
  const get = (path: string, parameters: Record<string, string> = {}) =>
    call(sandbox, "GET", path, { access_token: accessToken, ...parameters });
  const post = (path: string, parameters: Record<string, string> = {}) =>
    call(sandbox, "POST", path, { access_token: accessToken, ...parameters });
  const create = async (parameters: Record<string, string>) =>
    idOf(await post("/v1.0/me/threads", parameters));
  const publish = async (container: string) =>
    idOf(await post("/v1.0/me/threads_publish", { creation_id: container }));
  return {
    sandbox,
    clock,
    accessToken,
    userId,
    get,
    post,
    create,
    publish,
    /** A text post, through both steps. */
    say: async (text: string, more: Record<string, string> = {}) =>
      publish(await create({ media_type: "TEXT", text, ...more })),
    status: async (container: string) => (await get(`/v1.0/${container}`)).json.status,
  };
}

export async function call(
  sandbox: Sandbox,
  method: "GET" | "POST" | "DELETE",
  path: string,
  parameters: Record<string, string> = {},
): Promise<Answer> {
  const given = new URLSearchParams(parameters);
  if (method === "POST") return answer(await fetch(sandbox.graphUrl + path, { method, body: given }));
  return answer(await fetch(`${sandbox.graphUrl}${path}?${given}`, { method }));
}

export async function answer(response: Response): Promise<Answer> {
  const body = await response.text();
  const json = body.startsWith("{") ? anyObject.parse(JSON.parse(body)) : {};
  const error = graphError.safeParse(json).data?.error;
  const code = error === undefined ? "" : String(error.code);
  return {
    status: response.status,
    body,
    json,
    headers: response.headers,
    error: error?.error_subcode === undefined ? code : `${code}/${error.error_subcode}`,
    message: error?.message ?? "",
  };
}

function idOf({ json, body }: Answer): string {
  if (typeof json.id !== "string") throw new Error(`no id in ${body}`);
  return json.id;
}
