import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import { callUsage, countCall } from "./call-allowance.ts";
import { after, secondMs } from "./clock.ts";
import type { CallKind, Twist } from "./faults.ts";
import { type Parameters, readParameters } from "./parameters.ts";
import { Refusal, type RefusalBody, tooManyCalls } from "./refusal.ts";
import type { Site } from "./site.ts";
import { strikeFault } from "./strike-fault.ts";
import { entityTag, graphHeaders, refusalAnswer, type WireAnswer } from "./wire.ts";

export interface HonoEnvironment {
  Bindings: HttpBindings;
}
export type SandboxContext = Context<HonoEnvironment>;

/** A call to the Graph host, taken off the wire. */
export interface GraphCall {
  site: Site;
  parameters: Parameters;
  /** From the query, the body or the `Authorization` header. */
  accessToken: string | undefined;
  /** What is to become of the container or post that this call makes, when that is planned. */
  twist: Twist | undefined;
  /** A part of the path, as in `/:id/threads`. */
  pathPart(name: string): string;
}

export type Work = (call: GraphCall) => WireAnswer | Promise<WireAnswer>;

/**
 * Answers one Graph call: counts it, meets the fault planned for it, does its work, writes the
 * state down, and only then answers.
 *
 * The order is the point: a call hit by a fault `after` its effect is as done, and as durable,
 * as one that was answered.
 */
export async function answerCall(
  site: Site,
  context: SandboxContext,
  kindOf: (parameters: Parameters) => CallKind,
  work: Work,
): Promise<Response> {
  let parameters: Parameters;
  let unreadable: unknown;
  try {
    parameters = await readParameters(context.req);
  } catch (error) {
    parameters = new Map();
    unreadable = error;
  }
  const accessToken = parameters.get("access_token") ?? bearer(context.req.header("authorization"));
  const call = kindOf(parameters);
  const entry = site.log.begin(call, context.req.method, context.req.path, site.clock.now());
  const fault = site.faults.meet(call);
  const twist = fault?.effect === "twisted" ? fault.twist : undefined;
  const lost = fault?.effect === "twisted" ? undefined : fault;
  if (twist !== undefined) entry.fault = twist.kind;
  if (lost !== undefined) entry.fault = `${lost.answer.kind} ${lost.effect}`;

  const deliver = (answer: WireAnswer): Response => {
    entry.status = answer.http;
    const headers = graphHeaders(answer, entry.step, callUsage(site, accessToken));
    // By its own clock, as its posts are dated: a client's may differ.
    headers.Date = site.clock.now().toUTCString();
    if (context.req.method === "GET") headers.ETag = entityTag(answer.body);
    return new Response(answer.body, { status: answer.http, headers });
  };
  const refusal = (body: RefusalBody) => refusalAnswer(body, site.behaviour.userLanguage, entry.step);
  const refuse = (body: RefusalBody) => deliver(refusal(body));

  const graphCall: GraphCall = {
    site,
    parameters,
    accessToken,
    twist,
    pathPart: (name) => context.req.param(name) ?? "",
  };
  if (lost?.effect === "before") return strikeFault(lost.answer, context, deliver, refuse);
  if (lost?.effect === "late") {
    const at = after(site.clock.now(), lost.afterSeconds * secondMs);
    site.late.add(at, (now) =>
      takeEffect({ ...graphCall, site: { ...site, clock: { now: () => now } } }, work),
    );
    return strikeFault(lost.answer, context, deliver, refuse);
  }
  let answer: WireAnswer;
  try {
    if (unreadable !== undefined) throw unreadable;
    if (!countCall(site, accessToken)) throw tooManyCalls();
    answer = await work(graphCall);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    answer = refusal(error.body);
  }
  site.save();
  return lost === undefined ? deliver(answer) : strikeFault(lost.answer, context, deliver, refuse);
}

/** Nobody hears what comes of it. */
function takeEffect(call: GraphCall, work: Work): void {
  try {
    void work(call);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
  call.site.save();
}

function bearer(header: string | undefined): string | undefined {
  return header === undefined ? undefined : /^Bearer\s+(\S+)$/i.exec(header)?.[1];
}
