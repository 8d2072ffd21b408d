import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { html, raw } from "hono/html";
import type { HttpReply } from "../runtime/chain.ts";

/**
 * The one style of all pages: what the browser has, no font or picture from anywhere. The three tones colour the sign
 * only, and every text has a contrast of at least 4.5 in both themes.
 */
const style = `
:root { color-scheme: light dark; --ink: #1a1c21; --soft: #5a606b; --paper: #f5f4f0; --card: #fff; --line: #e2e0d9; --good: #17693b; --note: #7a5410; --bad: #a3301f; }
@media (prefers-color-scheme: dark) {
:root { --ink: #eeeee9; --soft: #a8adb8; --paper: #111215; --card: #1a1c20; --line: #31343a; --good: #7fd3a0; --note: #e4bd6c; --bad: #f2a196; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; min-height: 100dvh; display: grid; grid-template-rows: auto 1fr auto; justify-items: center; gap: 1.5rem; padding: 1.5rem; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 system-ui, sans-serif; -webkit-text-size-adjust: 100%; }
header, main, footer { width: 100%; max-width: 36rem; min-width: 0; }
header { display: flex; align-items: center; gap: .5rem; font-weight: 650; }
header svg { width: 1.25rem; height: 1.25rem; }
svg { flex: none; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
main { align-self: center; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 1.25rem; }
.sign { display: block; width: 3rem; height: 3rem; margin-bottom: 1.25rem; padding: .75rem; border-radius: 50%; stroke-width: 2.5; color: var(--tone); background: color-mix(in srgb, var(--tone) 13%, var(--card)); }
.good { --tone: var(--good); } .note { --tone: var(--note); } .bad { --tone: var(--bad); }
h1, h2, p, dt, dd, li { overflow-wrap: anywhere; }
h1 { margin: 0 0 .75rem; font-size: 1.5rem; font-weight: 650; line-height: 1.25; text-wrap: balance; }
h2 { margin: 1.5rem 0 .5rem; font-size: 1.0625rem; font-weight: 650; }
p, li { text-wrap: pretty; }
p { margin: 0 0 .75rem; }
ol { margin: 0 0 .75rem; padding-left: 1.5rem; }
li + li { margin-top: .375rem; }
dl { margin: 1.25rem 0; border-top: 1px solid var(--line); }
dl div { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1.5rem; padding: .625rem 0; border-bottom: 1px solid var(--line); }
dt { color: var(--soft); }
dd { margin: 0; font-weight: 600; }
.button { display: inline-block; margin-top: .75rem; padding: .625rem 1.25rem; border: 2px solid transparent; border-radius: .75rem; background: var(--ink); color: var(--card); font-weight: 600; text-decoration: none; }
.button:hover { text-decoration: underline; text-underline-offset: .2em; }
.button:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
.answer { margin-top: 1.5rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .9375rem; }
main > :last-child { margin-bottom: 0; }
footer { color: var(--soft); font-size: .9375rem; }
footer p { margin: 0; }
@media (max-width: 30rem) { body { padding: 1rem; gap: 1rem; } main { padding: 1.5rem 1.25rem; } }
`;

const styleHash = btoa(String.fromCharCode(...sha256(utf8ToBytes(style))));

/** Nothing but our own style is loaded; no script runs; nothing is framed, kept, sniffed or told to the next page. */
const pageHeaders: Readonly<Record<string, string>> = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "strict-transport-security": "max-age=31536000",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** Lines of the signs on a grid of 24: a tick, an i, an exclamation mark. They say nothing that the title does not. */
const signs = {
  good: "M5 12.5l4.5 4.5L19 7.5",
  note: "M12 11v7M12 6v.01",
  bad: "M12 5v9M12 19v.01",
} as const;

/** Threads on a loom. */
const mark = "M6 3v18M12 3v18M18 3v18M3 8h18M3 16h18";

/** What a page says. Every text is escaped; none may hold a token, code or secret. */
export interface Page {
  status: number;
  /** `note`: nothing is wrong, but it is not done either. */
  tone: "good" | "note" | "bad";
  title: string;
  /** What happened, in paragraphs. */
  words: string[];
  /** Values to look at, each with its name. */
  facts?: [name: string, value: string][];
  /** What to do, in order; where all is well, what happens now. */
  steps?: string[];
  /** Whether connecting again is a way out, and so is offered. */
  again?: boolean;
  /** Meta's own number and words, for whoever looks them up. */
  answer?: string;
}

/** The one template. */
export async function page(content: Page): Promise<HttpReply> {
  const { status, tone, title, words, facts = [], steps = [], again = false, answer } = content;
  const body = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Feedloom</title>
<style>${raw(style)}</style>
</head>
<body>
<header><svg viewBox="0 0 24 24" aria-hidden="true"><path d="${mark}"/></svg>Feedloom</header>
<main>
<svg class="sign ${tone}" viewBox="0 0 24 24" aria-hidden="true"><path d="${signs[tone]}"/></svg>
<h1>${title}</h1>
${words.map((paragraph) => html`<p>${paragraph}</p>`)}
${facts.length === 0 ? "" : html`<dl>${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`}
${steps.length === 0 ? "" : html`<h2>${tone === "good" ? "What happens next" : "What to do"}</h2>`}
${steps.length === 1 ? html`<p>${steps[0]}</p>` : ""}
${steps.length > 1 ? html`<ol>${steps.map((step) => html`<li>${step}</li>`)}</ol>` : ""}
${again ? html`<p><a class="button" href="/connect">Connect again</a></p>` : ""}
${answer === undefined ? "" : html`<p class="answer">What came back: ${answer}</p>`}
</main>
<footer><p>Feedloom puts a blog on Threads by itself.</p></footer>
</body>
</html>`;
  return { statusCode: status, headers: { ...pageHeaders }, body: String(body) };
}
