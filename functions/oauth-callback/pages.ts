import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { html, raw } from "hono/html";
import type { HttpReply } from "../runtime/chain.ts";
import { explain } from "./explain-fault.ts";
import type { ConnectOutcome } from "./finish-connect.ts";

const style = `
:root { color-scheme: light dark; --ink: #16181d; --soft: #565b66; --paper: #fafaf8; --card: #fff; --line: #dcdcd6; --good: #17693b; --bad: #9a2a1c; }
@media (prefers-color-scheme: dark) { :root { --ink: #f0f0ec; --soft: #a9adb7; --paper: #121316; --card: #1b1d21; --line: #34373d; --good: #7fd3a0; --bad: #f2a196; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 system-ui, sans-serif; }
main { width: min(34rem, 100%); background: var(--card); border: 1px solid var(--line); border-radius: 1rem; padding: 2rem; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25; text-wrap: balance; }
h1.good { color: var(--good); } h1.bad { color: var(--bad); }
p { margin: 0 0 1rem; overflow-wrap: anywhere; } p:last-child { margin-bottom: 0; }
.soft { color: var(--soft); font-size: 0.9375rem; }
a { color: inherit; text-underline-offset: 0.2em; }
a:focus-visible { outline: 3px solid currentColor; outline-offset: 3px; }
`;
const styleHash = btoa(String.fromCharCode(...sha256(utf8ToBytes(style))));

/** Nothing but our own style is loaded, nothing is framed, kept, sniffed or told to the next page. */
const headers = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "strict-transport-security": "max-age=31536000",
  "cross-origin-opener-policy": "same-origin",
};

interface Page {
  status: number;
  tone: "good" | "bad";
  title: string;
  /** Paragraphs; every value in them is escaped. */
  words: string[];
  /** What can be done now. */
  again?: boolean;
}

/** The one template. */
export async function page({ status, tone, title, words, again }: Page): Promise<HttpReply> {
  const body = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Feedloom</title>
<style>${raw(style)}</style>
</head>
<body>
<main>
<h1 class="${tone}">${title}</h1>
${words.map((paragraph) => html`<p>${paragraph}</p>`)}
${again === true ? html`<p><a href="connect">Connect again</a></p>` : ""}
<p class="soft">Feedloom puts a blog on Threads by itself.</p>
</main>
</body>
</html>`;
  return { statusCode: status, headers, body: String(body) };
}

/** What the person sees at the end of a connect. */
export function connectPage(outcome: ConnectOutcome): Promise<HttpReply> {
  switch (outcome.kind) {
    case "connected":
      return page({
        status: 200,
        tone: "good",
        title: `@${outcome.username} is connected`,
        words: [
          `From now on new entries are posted as @${outcome.username}. You can close this page.`,
          `The connection holds until ${outcome.expiresAt.toISOString().slice(0, 10)} and is renewed by itself long before.`,
        ],
      });
    case "denied":
      return page({
        status: 403,
        tone: "bad",
        title: "Threads was not allowed",
        words: ["You, or Threads, said no, so nothing was connected and nothing was changed."],
        again: true,
      });
    case "link-forged":
      return page({
        status: 400,
        tone: "bad",
        title: "This link is not one of ours",
        words: ["It is incomplete or was changed on the way, so nothing was done."],
        again: true,
      });
    case "link-expired":
      return page({
        status: 400,
        tone: "bad",
        title: "This link has expired",
        words: ["A connect link is good for ten minutes. Nothing was changed."],
        again: true,
      });
    case "link-used":
      return page({
        status: 409,
        tone: "bad",
        title: "This link was used already",
        words: [
          "It works once. If the first time said that you are connected, you are, and nothing needs doing.",
        ],
        again: true,
      });
    case "other-browser":
      return page({
        status: 400,
        tone: "bad",
        title: "This link belongs to another browser",
        words: [
          "Connecting must end in the browser where it began, with cookies allowed. Nothing was changed.",
        ],
        again: true,
      });
    case "wrong-profile":
      return page({
        status: 403,
        tone: "bad",
        title: `@${outcome.username} is not a profile that posts here`,
        words: [
          `Feedloom is configured for ${outcome.wanted.map((name) => `@${name}`).join(", ")}. Log in to Threads as that profile, then connect again; or add this one to the configuration and deploy.`,
        ],
        again: true,
      });
    case "scopes-missing":
      return page({
        status: 403,
        tone: "bad",
        title: "A permission is missing",
        words: [
          `Threads connected @${outcome.username} without ${outcome.missing.join(" and ")}, so nothing could be posted. What was connected before stays as it is.`,
          "Add the permission to the app's Threads use case on Meta's dashboard, then connect again and leave everything ticked.",
        ],
        again: true,
      });
    case "refused":
      return page({
        status: 502,
        tone: "bad",
        title: "Threads said no",
        words: explain(outcome.fault),
        again: true,
      });
  }
}
