import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { closed, listening } from "./loopback.ts";

/** One piece of work for a function. */
export interface Work {
  requestId: string;
  functionArn: string;
  deadline: Date;
  event: unknown;
}

/** What the runtime said of it, to the letter. */
export type RuntimeAnswer = { kind: "response" | "error" | "init-error"; body: string };

export interface RuntimeApiHandlers {
  /** The function asks for work for the first time: its start is over. */
  started(): void;
  /** The function would wait so long; it goes on when this resolves. */
  waits(milliseconds: number): Promise<void>;
}

/**
 * A Lambda Runtime API for one process: what AWS's runtime client asks for work and tells the result.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class RuntimeApi {
  readonly #handlers: RuntimeApiHandlers;
  readonly #server = createServer((request, response) => {
    this.#answer(request, response).catch((error: unknown) => response.destroy(new Error(String(error))));
  });
  #asking: ServerResponse | undefined;
  #work: Work | undefined;
  #isStarted = false;
  /** Why the function could not be started, when it could not. */
  initError: RuntimeAnswer | undefined;
  #answered = Promise.withResolvers<RuntimeAnswer>();

  private constructor(handlers: RuntimeApiHandlers) {
    this.#handlers = handlers;
  }

  static async start(handlers: RuntimeApiHandlers): Promise<{ api: RuntimeApi; address: string }> {
    const api = new RuntimeApi(handlers);
    return { api, address: `127.0.0.1:${await listening(api.#server)}` };
  }

  /** Hands out work, when the function asks for it; one piece at a time, as Lambda does. Stays open if it never answers. */
  async give(work: Work): Promise<RuntimeAnswer> {
    this.#answered = Promise.withResolvers();
    this.#work = work;
    this.#handOver();
    return this.#answered.promise;
  }

  close(): Promise<void> {
    return closed(this.#server);
  }

  #handOver(): void {
    const [response, work] = [this.#asking, this.#work];
    if (response === undefined || work === undefined) return;
    [this.#asking, this.#work] = [undefined, undefined];
    response.writeHead(200, {
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": work.requestId,
      "lambda-runtime-deadline-ms": String(work.deadline.getTime()),
      "lambda-runtime-invoked-function-arn": work.functionArn,
      "lambda-runtime-trace-id": "Root=1-00000000-000000000000000000000000;Sampled=0",
    });
    response.end(JSON.stringify(work.event));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = "" } = request;
    if (method === "GET" && url === "/2018-06-01/runtime/invocation/next") {
      this.#asking = response;
      if (!this.#isStarted) this.#handlers.started();
      this.#isStarted = true;
      return this.#handOver();
    }
    const body = await text(request);
    if (method === "POST" && url === "/rig/wait") {
      await this.#handlers.waits(Number(body));
      response.writeHead(204).end();
      return;
    }
    response.writeHead(202).end();
    if (method === "POST" && url === "/2018-06-01/runtime/init/error") {
      this.initError = { kind: "init-error", body };
      return;
    }
    const [, kind] = /^\/2018-06-01\/runtime\/invocation\/[^/]+\/(response|error)$/.exec(url) ?? [];
    if (kind !== "response" && kind !== "error") throw new Error(`the Runtime API has no ${method} ${url}`);
    this.#answered.resolve({ kind, body });
  }
}
