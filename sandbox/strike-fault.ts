import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { SandboxContext } from "./answer-call.ts";
import type { FaultAnswer } from "./faults.ts";
import {
  badChildren,
  badLink,
  badMedia,
  deadToken,
  type GraphFault,
  missingPermission,
  noAccessTier,
  noSuchObject,
  notFoundYet,
  type RefusalBody,
  tooManyCalls,
} from "./refusal.ts";
import type { WireAnswer } from "./wire.ts";

/** Gives a call the answer that was planned for it instead of its own. */
export function strikeFault(
  fault: FaultAnswer,
  context: SandboxContext,
  deliver: (answer: WireAnswer) => Response,
  refuse: (body: RefusalBody) => Response,
): Response | Promise<Response> {
  switch (fault.kind) {
    case "error":
      return refuse(plannedError(fault));
    case "empty-500":
      return refuse({ shape: "empty" });
    case "html-502":
      return deliver({
        http: 502,
        contentType: "text/html; charset=UTF-8",
        body: "<!DOCTYPE html><html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1></body></html>",
      });
    case "page":
    case "nothing":
      return deliver(strayAnswer(fault.http, fault.kind));
    case "reset":
      context.env.incoming.socket.resetAndDestroy();
      return RESPONSE_ALREADY_SENT;
    case "hang":
      return new Promise<Response>(() => {});
    default:
      return fault satisfies never;
  }
}

/** From something that stands before Threads, or in its place. */
function strayAnswer(http: number, kind: "page" | "nothing"): WireAnswer {
  const isRedirect = http >= 300 && http < 400;
  const body =
    kind === "nothing"
      ? ""
      : "<!DOCTYPE html><html><head><title>Threads</title></head><body><h1>Log in</h1></body></html>";
  return {
    http,
    contentType: "text/html; charset=UTF-8",
    body,
    ...(isRedirect ? { location: "/login" } : {}),
  };
}

/** An error that the sandbox can also meet by itself has the same words when it is planned. */
function plannedError(fault: FaultAnswer & { kind: "error" }): GraphFault {
  const code = fault.code ?? 1;
  const own = [
    notFoundYet(""),
    noSuchObject(""),
    badMedia("The media could not be fetched from this URI."),
    badLink(""),
    badChildren(),
    noAccessTier(),
    tooManyCalls(),
    missingPermission("code-10"),
    deadToken(400, "Error validating access token: Session has expired", 463),
  ]
    .map(({ body }) => body)
    .find((body) => body.shape === "graph" && body.code === code && body.subcode === fault.subcode);
  const usual: GraphFault =
    own?.shape === "graph"
      ? own
      : { shape: "graph", http: 500, code, type: "OAuthException", message: "An unknown error occurred" };
  return {
    ...usual,
    http: fault.http,
    subcode: fault.subcode,
    type: fault.type ?? usual.type,
    message: fault.message ?? usual.message,
    // Code 2 is Meta's "temporary"; the others say nothing of the kind, or lie.
    isTransient: code === 2 ? true : usual.isTransient,
  };
}
