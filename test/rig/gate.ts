import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { answerOf, type FakeActions } from "../support/fake-aws.ts";
import { permissionsFor, readTarget, type Service } from "./aws-calls.ts";
import { closed, listening, type Passed, passOn } from "./loopback.ts";
import type { Permissions } from "./permissions.ts";

/** A call that a function makes to anything outside, feeds excepted. */
export interface Call {
  /** Counted over all functions, from 1. */
  number: number;
  /** The function's name. */
  function: string;
  /** Of the call of the function in which it is made; undefined while the function starts. */
  requestId: string | undefined;
  service: Service | "threads";
  /** `PutItem`; of Threads `POST /v1.0/me/threads`, an id in it as `{id}`. */
  action: string;
  /** The input of a call to AWS. Of Threads nothing: it would be a token. */
  input?: unknown;
}

/**
 * What happens to a call: it is made; the process is killed just before it, or just after it took effect and before its
 * answer is seen; the connection breaks before it took effect, or after; the function's time is up just before it.
 */
export type Verdict = "go" | "kill-before" | "kill-after" | "fail" | "lose-answer" | "time-out";

/** Who calls: a function's process, and the role that its access key stands for. */
export interface Caller {
  function: string;
  requestId(): string | undefined;
  kill(): Promise<void>;
  timeOut(): Promise<void>;
}

export interface GateParts {
  clock: { now(): Date };
  permissions: Permissions;
  /** A role's logical id by an access key. */
  roleOf(accessKeyId: string): string | undefined;
  secretArn(name: string): string | undefined;
  dynamoDB: string;
  threads: string;
  fakes: FakeActions;
  judge(call: Call): Verdict | Promise<Verdict>;
}

const wholePath = /^\/(\d+)\/(aws|threads)(\/.*)$/;

/** The one way out of every function: on loopback, an address for each process, so that it is known who calls. */
export class Gate {
  readonly #parts: GateParts;
  readonly #callers: Caller[] = [];
  readonly #server = createServer((request, response) => {
    this.#answer(request, response).catch((error: unknown) => {
      this.faults.push(error);
      response.destroy();
    });
  });
  #port = 0;
  /** Every call so far. */
  readonly calls: Call[] = [];
  /** What went wrong in the rig itself. */
  readonly faults: unknown[] = [];

  private constructor(parts: GateParts) {
    this.#parts = parts;
  }

  static async open(parts: GateParts): Promise<Gate> {
    const gate = new Gate(parts);
    gate.#port = await listening(gate.#server);
    return gate;
  }

  /** @returns where the next caller finds AWS and Threads; `admit` then says who it is. */
  addresses(): { aws: string; threads: string; admit(caller: Caller): void } {
    const number = this.#callers.length;
    const nobody: Caller = {
      function: "",
      requestId: () => undefined,
      kill: async () => {},
      timeOut: async () => {},
    };
    this.#callers.push(nobody);
    const base = `http://127.0.0.1:${this.#port}/${number}`;
    return {
      aws: `${base}/aws`,
      threads: `${base}/threads`,
      admit: (caller) => {
        this.#callers[number] = caller;
      },
    };
  }

  close(): Promise<void> {
    return closed(this.#server);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, number = "", kind, path = ""] = wholePath.exec(request.url ?? "") ?? [];
    const caller = this.#callers[Number(number)];
    if (caller === undefined) throw new Error(`nobody has the address ${request.url}`);
    const body = await buffer(request);
    const asked = kind === "aws" ? awsCall(request, body) : threadsCall(request, path);
    const call = {
      number: this.calls.length + 1,
      function: caller.function,
      requestId: caller.requestId(),
      ...asked,
    };
    this.calls.push(call);
    const verdict = await this.#parts.judge(call);
    if (verdict === "kill-before") return caller.kill();
    if (verdict === "time-out") return caller.timeOut();
    if (verdict === "fail") return void response.destroy();
    const answer = await this.#carryOut(call, request, path, body);
    if (verdict === "kill-after") return caller.kill();
    if (verdict === "lose-answer" || answer === undefined) return void response.destroy();
    // In the rig's time: by it the SDK notices that its own clock is wrong, and then tries again what was refused.
    const date = this.#parts.clock.now().toUTCString();
    response.writeHead(answer.status, { ...answer.headers, date }).end(answer.body);
  }

  /** @returns undefined when the other side cut the connection. */
  async #carryOut(
    call: Call,
    request: IncomingMessage,
    path: string,
    body: Buffer,
  ): Promise<Passed | undefined> {
    const { method = "", headers } = request;
    const { threads, dynamoDB, fakes } = this.#parts;
    if (call.service === "threads") {
      return passOn(threads + path, { method, headers, body }).catch(() => undefined);
    }
    const refusal = this.#refusal(call, headers.authorization ?? "");
    if (refusal !== undefined) return refusal;
    if (call.service === "dynamodb") return passOn(`${dynamoDB}/`, { method, headers, body });
    const target = headers["x-amz-target"]?.toString() ?? "";
    const { status, text } = answerOf(fakes, target, call.input);
    return passed(status, text);
  }

  #refusal(call: Call, authorization: string): Passed | undefined {
    const { service, action } = call;
    const [, key = ""] = /Credential=([^/]+)\//.exec(authorization) ?? [];
    const role = this.#parts.roleOf(key);
    if (role === undefined) {
      return failure("UnrecognizedClientException", "The security token included in the request is invalid.");
    }
    if (service === "threads") return undefined;
    const needed = permissionsFor(service, action, call.input, this.#parts.secretArn);
    if (needed === undefined)
      return failure("NotEmulated", `the rig does not know ${service}:${action}`, 501);
    const denied = needed.find(
      ({ action: needs, resource, keys }) =>
        !this.#parts.permissions.allows(role, needs, resource, undefined, keys),
    );
    if (denied === undefined) return undefined;
    return failure(
      "AccessDeniedException",
      `User: ${role}/${call.function} is not authorized to perform: ${denied.action} on resource: ${denied.resource} because no identity-based policy allows the ${denied.action} action`,
    );
  }
}

function awsCall(request: IncomingMessage, body: Buffer): Pick<Call, "service" | "action" | "input"> {
  const target = request.headers["x-amz-target"]?.toString() ?? "";
  const read = readTarget(target);
  if (read === undefined)
    throw new Error(`the rig has no AWS service for "${target}" (${request.method} ${request.url})`);
  const input: unknown = JSON.parse(body.toString() || "{}");
  return { ...read, input };
}

function threadsCall(request: IncomingMessage, path: string): Pick<Call, "service" | "action"> {
  const [plain = ""] = path.split("?");
  return { service: "threads", action: `${request.method} ${plain.replace(/\/\d{6,}(?=\/|$)/g, "/{id}")}` };
}

function failure(type: string, message: string, status = 400): Passed {
  return passed(status, JSON.stringify({ __type: type, message }));
}

function passed(status: number, text: string): Passed {
  return {
    status,
    headers: { "content-type": "application/x-amz-json-1.1" },
    body: Buffer.from(text),
  };
}
