import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import * as z from "zod";
import { type AwsPlace, awsClients } from "../../functions/adapters/aws/clients.ts";
import { anyCredentials, portOf } from "./loopback-aws.ts";

/** An answer that AWS gives instead of what was asked for. */
export class AwsRefusal extends Error {
  readonly type: string;
  readonly status: number;

  constructor(type: string, message: string, status = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

/** The actions of one service, by the name they have on the wire, such as `secretsmanager.GetSecretValue`. */
export type FakeActions = Record<string, (input: unknown) => object>;

/** What happens to the next request: it is refused, or carried out and its answer cut off. */
type Fault = { kind: "refuse"; refusal: AwsRefusal } | { kind: "lose-answer" };

/**
 * A small stand-in for AWS services that speak JSON 1.1, on loopback. What it does not emulate it refuses, so that no
 * test passes by an answer that nobody thought about.
 */
export async function startFakeAws(actions: FakeActions) {
  const faults: Fault[] = [];
  const calls: string[] = [];

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const action = request.headers["x-amz-target"]?.toString() ?? "(no X-Amz-Target)";
    const input: unknown = JSON.parse((await text(request)) || "{}");
    calls.push(action);
    const fault = faults.shift();
    const { status, text: body } =
      fault?.kind === "refuse" ? refused(fault.refusal) : answerOf(actions, action, input);
    if (fault?.kind === "lose-answer" && status === 200) response.destroy();
    else response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(body);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(new Error(String(error))));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const place: AwsPlace = { ...anyCredentials, endpoint: `http://127.0.0.1:${portOf(server)}` };
  const clients = awsClients(place);

  return {
    place,
    clients,
    /** The actions asked for since the last call. */
    calls: () => calls.splice(0),
    /** The next requests are refused like this, one for each; a retried one counts again. */
    refuseNext: (type: string, status: number, times = 1) => {
      const refusal = new AwsRefusal(type, "refused by the test", status);
      for (let time = 0; time < times; time += 1) faults.push({ kind: "refuse", refusal });
    },
    /** The next request is carried out, and the connection cut before its answer. */
    loseNextAnswer: () => {
      faults.push({ kind: "lose-answer" });
    },
    async close() {
      for (const client of Object.values(clients)) client.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

export type FakeAws = Awaited<ReturnType<typeof startFakeAws>>;

/** What is answered to an action: its output, or a refusal, as JSON. */
export function answerOf(
  actions: FakeActions,
  action: string,
  input: unknown,
): { status: number; text: string } {
  try {
    return { status: 200, text: JSON.stringify(carryOut(actions[action], action, input)) };
  } catch (error) {
    if (!(error instanceof AwsRefusal)) throw error;
    return refused(error);
  }
}

function refused({ status, type, message }: AwsRefusal): { status: number; text: string } {
  return { status, text: JSON.stringify({ __type: type, message }) };
}

function carryOut(run: FakeActions[string] | undefined, action: string, input: unknown): object {
  if (run === undefined) throw new AwsRefusal("NotEmulated", `this stand-in does not know ${action}`, 501);
  try {
    return run(input);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    throw new AwsRefusal("NotEmulated", `not emulated by ${action}: ${z.prettifyError(error)}`, 501);
  }
}
