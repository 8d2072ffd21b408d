import { html } from "hono/html";

export type Html = ReturnType<typeof html>;

/** What all pages have in common. The note stands on each: a screenshot should never look public. */
export function pageFrame(title: string, content: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="/sandbox.svg" type="image/svg+xml">
<link rel="stylesheet" href="/sandbox.css">
</head>
<body>
<header class="note"><a href="/">Sandbox</a><span>nothing here is public</span></header>
<main>${content}</main>
</body>
</html>`;
}
