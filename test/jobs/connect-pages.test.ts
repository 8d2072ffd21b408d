import { describe, expect, it } from "vitest";
import type { ThreadsFault } from "../../functions/core/threads-fault.ts";
import { explain, explainFault } from "../../functions/oauth-callback/explain-fault.ts";
import { failurePage, notFoundPage } from "../../functions/oauth-callback/failure-pages.ts";
import type { ConnectOutcome } from "../../functions/oauth-callback/finish-connect.ts";
import { page } from "../../functions/oauth-callback/page-frame.ts";
import { connectPage } from "../../functions/oauth-callback/pages.ts";
import type { HttpReply } from "../../functions/runtime/chain.ts";

const expiresAt = new Date("2027-01-22T20:30:00Z");
const username = "weaver";
const error = (fault: Partial<ThreadsFault>): ThreadsFault => ({
  kind: "error",
  httpStatus: 400,
  words: "",
  ...fault,
});
const refused = (fault: Partial<ThreadsFault>): ConnectOutcome => ({ kind: "refused", fault: error(fault) });

/** Each way to end: what is answered, the heading, and the words that say what to do. */
const cases: [ConnectOutcome, number, string, string][] = [
  [{ kind: "connected", username, expiresAt }, 200, "@weaver is connected", "22 January 2027"],
  [{ kind: "denied" }, 403, "Posting to Threads was not allowed", "press Allow"],
  [{ kind: "link-forged" }, 400, "This link is not one of ours", "Start again from here"],
  [{ kind: "link-expired" }, 400, "This link has expired", "within ten minutes"],
  [{ kind: "link-used" }, 409, "This link was used already", "there is nothing to do"],
  [{ kind: "other-browser" }, 400, "This link belongs to another browser", "allow cookies"],
  [
    { kind: "wrong-profile", username, wanted: ["one", "two"] },
    403,
    "@weaver is not a profile that posts here",
    "Log in to Threads as @one or @two",
  ],
  [
    { kind: "other-owner", username, userId: "17841400000000001" },
    403,
    "@weaver is not who it was",
    "acceptUserId",
  ],
  [
    { kind: "scopes-missing", username, missing: ["threads_content_publish"] },
    403,
    "A permission is missing",
    "without threads_content_publish",
  ],
  [
    refused({ code: 190, words: "No." }),
    502,
    "Threads said no",
    "compare the app’s id, secret and callback address",
  ],
];

const endings = cases.map(([outcome, status, title, fix]) => ({ outcome, status, title, fix }));

/** Meta's refusals as clients saw them, and what they come to. */
const faults: [string, ThreadsFault, string, string][] = [
  ["the Meta app's id", error({ code: 1349026 }), "wrong app id", "Threads app id"],
  ["no app's id", error({ code: 4476002 }), "wrong app id", "Threads app id"],
  [
    "another app's id",
    error({ code: 101, words: "Error validating application." }),
    "wrong app id",
    "Threads app id",
  ],
  [
    "a wrong secret",
    error({ code: 1, words: "Error validating client secret." }),
    "wrong app secret",
    "Threads app secret",
  ],
  ["no tester", error({ code: 1349245 }), "invitation not accepted", "Invites, and accept"],
  [
    "another callback address",
    error({ code: 100, subcode: 36008 }),
    "unknown callback address",
    "redirect callback addresses",
  ],
  [
    "another callback address, without a subcode",
    error({ code: 100, words: "Invalid parameter" }),
    "unknown callback address",
    "up to and including /callback",
  ],
  [
    "a used code",
    error({ code: 100, subcode: 4279030, words: "Invalid authorization code" }),
    "code used or too old",
    "brings a new code",
  ],
  [
    "a used code, told flat",
    error({ code: 400, words: "Matching code was not found or was already used" }),
    "code used or too old",
    "brings a new code",
  ],
  ["a missing permission", error({ code: 10 }), "a permission is missing", "threads_content_publish"],
  ["too many calls", error({ code: 613, subcode: 4279002 }), "asked too often", "Wait an hour"],
  ["a fault of its own", error({ code: 2, httpStatus: 500 }), "Threads said no", "Connect again"],
  [
    "an empty 500",
    { kind: "unreadable", httpStatus: 500, words: "HTTP 500" },
    "nothing readable",
    "Wait a minute",
  ],
  ["silence", { kind: "no-answer", words: "no answer within 20 s" }, "nothing readable", "Wait a minute"],
  ["no connection", { kind: "not-sent", words: "no connection" }, "cannot be reached", "Wait a minute"],
];

describe("the page at the end of a connect", () => {
  it.each(endings)(
    "says of $outcome.kind what happened and what to do",
    async ({ outcome, status, title, fix }) => {
      const reply = await connectPage(outcome);
      expect(reply.statusCode).toBe(status);
      expect(reply.body).toContain(`<h1>${title}</h1>`);
      expect(reply.body).toContain(`<title>${title} – Feedloom</title>`);
      expect(textOf(reply)).toContain(fix);
    },
  );

  it.each(endings)("of $outcome.kind offers to connect again unless that is done", async ({ outcome }) => {
    const { body } = await connectPage(outcome);
    expect(body.includes('<a class="button" href="/connect">Connect again</a>')).toBe(
      outcome.kind !== "connected",
    );
  });

  it.each(endings.filter(({ outcome: { kind } }) => !["connected", "link-used"].includes(kind)))(
    "of $outcome.kind says that nothing was changed",
    async ({ outcome }) => expect(textOf(await connectPage(outcome))).toContain("Nothing was changed."),
  );

  it("names a day in UTC, wherever it runs", async () => {
    const late = new Date("2027-01-22T23:59:59Z");
    expect(textOf(await connectPage({ kind: "connected", username, expiresAt: late }))).toContain(
      "22 January 2027",
    );
  });
});

describe("a refusal of Meta's", () => {
  it.each(faults)("for %s is told in plain words with the fix", async (_, fault, title, fix) => {
    const explained = explainFault(fault);
    expect(explained.title).toContain(title);
    expect([explained.words, ...explained.steps].join(" ")).toContain(fix);
    const reply = await connectPage({ kind: "refused", fault });
    expect(reply.statusCode).toBe(502);
    expect(textOf(reply)).toContain(explained.title);
    expect(textOf(reply)).toContain(fault.words);
  });

  it("is told in a terminal with Meta's number and words at the end", () => {
    const sentences = explain(error({ code: 100, subcode: 4279030, words: "Invalid authorization code" }));
    expect(sentences.at(-1)).toBe(
      "Nothing was changed. Its answer was 100/4279030: Invalid authorization code",
    );
  });
});

describe("the page for what could not be answered", () => {
  const failure = (code: string, remedy: string) => ({
    code,
    remedy,
    message: "the app's id is not filled in",
  });

  it.each<[string, Promise<HttpReply>, number, string, string]>([
    ["an unknown address", notFoundPage(), 404, "There is nothing here", "open /connect"],
    [
      "what an operator must mend",
      failurePage(failure("CONFIG_MISSING", "fix")),
      500,
      "Feedloom is not set up yet",
      "The app's id is not filled in.",
    ],
    [
      "a request of another form",
      failurePage(failure("REQUEST_INVALID", "drop")),
      400,
      "This request cannot be read",
      "",
    ],
    [
      "a store that is away",
      failurePage(failure("STORE_UNAVAILABLE", "retry")),
      503,
      "That did not work this time",
      "connect again",
    ],
    [
      "a fault of ours",
      failurePage(undefined),
      503,
      "That did not work this time",
      "What worked before still does",
    ],
  ])("%s", async (_, made, status, title, fix) => {
    const reply = await made;
    expect(reply.statusCode).toBe(status);
    expect(reply.body).toContain(`<h1>${title}</h1>`);
    expect(textOf(reply)).toContain(fix);
  });

  it("does not name what only the log may know", async () => {
    expect(textOf(await failurePage(failure("STORE_UNAVAILABLE", "retry")))).not.toContain("filled in");
  });
});

describe("every page", () => {
  const hostile = `<script>alert("x")</script>'"&`;
  const pages: [string, () => Promise<HttpReply>][] = [
    ["connected", () => connectPage({ kind: "connected", username: hostile, expiresAt })],
    ["wrong profile", () => connectPage({ kind: "wrong-profile", username: hostile, wanted: [hostile] })],
    [
      "missing permission",
      () => connectPage({ kind: "scopes-missing", username: hostile, missing: [hostile] }),
    ],
    ["refused", () => connectPage(refused({ name: hostile, words: hostile }))],
    ["not set up", () => failurePage({ code: "CONFIG_MISSING", remedy: "fix", message: hostile })],
    [
      "any",
      () =>
        page({
          status: 200,
          tone: "good",
          title: hostile,
          words: [hostile],
          facts: [[hostile, hostile]],
          steps: [hostile, hostile],
          answer: hostile,
        }),
    ],
  ];

  it.each(pages)("shows a value as it is and never as markup: %s", async (_, make) => {
    const { body } = await make();
    expect(body).not.toContain("<script");
    expect(body).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&quot;&amp;");
  });

  const all = [
    ...endings.map(({ outcome }): [string, () => Promise<HttpReply>] => [
      outcome.kind,
      () => connectPage(outcome),
    ]),
    ...pages,
    ["not found", notFoundPage] as const,
  ];

  it.each(all)("allows its own style and nothing else: %s", async (_, make) => {
    const { headers, body } = await make();
    const style = /<style>(.*?)<\/style>/s.exec(body)?.[1] ?? "";
    const hash = Buffer.from(await crypto.subtle.digest("SHA-256", Buffer.from(style))).toString("base64");
    expect(headers["content-security-policy"]).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(headers).toMatchObject({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    });
    expect(style).not.toMatch(/url\(|@import/);
    expect(body).not.toMatch(/<(link|img|iframe|form|base)\b| (src|style|on\w+)=/);
  });

  it.each(all)("can be read aloud: %s", async (_, make) => {
    const { body } = await make();
    expect(body).toMatch(/^<!doctype html>\n<html lang="en">/);
    for (const element of ["header", "main", "footer", "h1"]) {
      expect(body.match(new RegExp(`<${element}[ >]`, "g"))).toHaveLength(1);
    }
  });
});

/** What a reader sees: without the head, the tags and the escapes. */
function textOf({ body }: HttpReply): string {
  return body
    .replace(/<head>.*<\/head>/s, "")
    .replace(/<[^>]*>/g, "")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"');
}
