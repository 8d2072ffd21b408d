import { createHash } from "node:crypto";
import type { UserLanguage } from "./behaviour.ts";
import { traceId } from "./identifiers.ts";
import { localizedText } from "./localized-text.ts";
import type { RefusalBody } from "./refusal.ts";

/** An answer as it goes over the wire. */
export interface WireAnswer {
  http: number;
  contentType: string;
  body: string;
  /** Where it leads, for a redirect. */
  location?: string;
}

const json = "application/json; charset=UTF-8";

/** Meta escapes `/` and `@` inside JSON strings; outside of strings neither occurs. */
export function wireJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("/", "\\/").replaceAll("@", "\\u0040");
}

export function success(value: unknown): WireAnswer {
  return { http: 200, contentType: json, body: wireJson(value) };
}

/** For what `JSON.stringify` cannot write: a bare number above 2^53. */
export function successAsWritten(body: string): WireAnswer {
  return { http: 200, contentType: json, body };
}

export function refusalAnswer(refusal: RefusalBody, language: UserLanguage, trace: number): WireAnswer {
  switch (refusal.shape) {
    case "exchange": {
      const body = { error_type: "OAuthException", code: 400, error_message: refusal.message };
      return { http: 400, contentType: json, body: wireJson(body) };
    }
    case "page": {
      const body = { error_message: refusal.message, error_code: refusal.code };
      return { http: 400, contentType: json, body: wireJson(body) };
    }
    case "empty":
      return { http: 500, contentType: "text/html; charset=UTF-8", body: "" };
    case "graph": {
      const told =
        refusal.localized === undefined
          ? undefined
          : localizedText(refusal.localized, language, refusal.about);
      const error = {
        message: refusal.message,
        type: refusal.type,
        code: refusal.code,
        error_subcode: refusal.subcode,
        is_transient: refusal.isTransient,
        error_user_title: told?.title,
        error_user_msg: told?.message,
        fbtrace_id: traceId(trace),
      };
      return { http: refusal.http, contentType: json, body: wireJson({ error }) };
    }
    default:
      return refusal satisfies never;
  }
}

/**
 * The headers recorded on every Graph call.
 *
 * @param usedPercent - of the rolling allowance of calls; Meta reports whole percentages.
 * @param regainMinutes - until calls are taken again; 0 while they are.
 */
export function graphHeaders(
  answer: WireAnswer,
  step: number,
  usage: { appId: string; usedPercent: number; regainMinutes: number },
): Record<string, string> {
  const trace = traceId(step);
  return {
    "Content-Type": answer.contentType,
    ...(answer.location === undefined ? {} : { Location: answer.location }),
    "X-Business-Use-Case-Usage": JSON.stringify({
      [usage.appId]: [
        {
          type: "threads",
          call_count: usage.usedPercent,
          total_cputime: Math.ceil(usage.usedPercent / 2),
          total_time: Math.ceil(usage.usedPercent / 3),
          estimated_time_to_regain_access: usage.regainMinutes,
        },
      ],
    }),
    "Threads-Api-Version": "v1.0",
    "X-Fb-Request-Id": trace,
    "X-Fb-Trace-Id": trace,
    "X-Fb-Rev": "1000000001",
    "X-Fb-Debug": createHash("sha256").update(trace).digest("base64"),
    "Cache-Control": "private, no-cache, no-store, must-revalidate",
    Pragma: "no-cache",
    Expires: "Sat, 01 Jan 2000 00:00:00 GMT",
    "Access-Control-Allow-Origin": "*",
    Vary: "Origin",
    "Strict-Transport-Security": "max-age=15552000; preload",
  };
}

export function entityTag(body: string): string {
  return `"${createHash("sha1").update(body).digest("hex")}"`;
}
