import { describe, expect, it } from "vitest";
import { findFeedLinks } from "../../functions/core/html-page.ts";

const address = "https://blog.example/about/";
const rss = 'rel="alternate" type="application/rss+xml"';

function linksIn(html: string): string[] {
  return findFeedLinks(html, address).map(({ url }) => url);
}

describe("the feeds that a page names", () => {
  it("come in its order, with their titles, whole addresses and each once", () => {
    const html = `<head><link ${rss} href="/rss" title=" The
      blog "><link rel=alternate type=application/atom+xml href=atom.xml><link ${rss} href="/rss"><link rel="ALTERNATE home" type="application/feed+json; charset=utf-8" href="//other.example/f.json"></head>`;
    expect(findFeedLinks(html, address)).toEqual([
      { url: "https://blog.example/rss", title: "The blog", mediaType: "application/rss+xml" },
      { url: "https://blog.example/about/atom.xml", mediaType: "application/atom+xml" },
      { url: "https://other.example/f.json", mediaType: "application/feed+json" },
    ]);
  });

  it("resolve against the page's own base", () => {
    expect(linksIn(`<base href="/root/"><link ${rss} href="rss">`)).toEqual([
      "https://blog.example/root/rss",
    ]);
  });

  it("may be files beside a page that is a file, and never files for a page of the web", () => {
    const beside = (page: string, html: string) => findFeedLinks(html, page).map(({ url }) => url);
    expect(beside("file:///blog/public/index.html", `<link ${rss} href="feed.xml">`)).toEqual([
      "file:///blog/public/feed.xml",
    ]);
    expect(linksIn(`<link ${rss} href="file:///etc/feed.xml">`)).toEqual([]);
    expect(linksIn(`<base href="file:///etc/"><link ${rss} href="rss">`)).toEqual([
      "https://blog.example/about/rss",
    ]);
  });

  it("are found wherever the page puts them, by any spelling of HTML", () => {
    expect(linksIn(`<BODY><LINK REL='Alternate' TYPE='Application/RSS+XML' HREF='/r?a=1&amp;b=2'/>`)).toEqual(
      ["https://blog.example/r?a=1&b=2"],
    );
  });

  it.each([
    ["comments", `<link ${rss} href="/comments/feed/" title="Blog &raquo; Comments Feed">`],
    ["comments by title", `<link ${rss} href="/c.xml" title="Comments on Blog">`],
    ["WordPress's API", '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">'],
    ["oEmbed", '<link rel="alternate" type="application/json+oembed" href="/oembed?format=json">'],
    ["translations", '<link rel="alternate" hreflang="de" href="/de/">'],
    ["alternate styles", '<link rel="alternate stylesheet" type="text/xml" href="/feed.css">'],
    ["what stands in a comment", `<!-- <link ${rss} href="/a"> -->`],
    ["what a script writes", `<script>document.write('<link ${rss} href="/a">')</script>`],
    ["what a template holds", `<template><link ${rss} href="/a"></template>`],
    ["no address of the web", `<link ${rss} href="feed:https//blog.example/">`],
    ["no address", `<link ${rss}>`],
  ])("leave out %s", (_what, html) => {
    expect(linksIn(`<html><head>${html}</head></html>`)).toEqual([]);
  });

  it("take JSON where the address says feed", () => {
    expect(linksIn('<link rel="alternate" type="application/json" href="/feed.json">')).toHaveLength(1);
  });

  it("are never more than fifty", () => {
    const html = Array.from({ length: 5_000 }, (_, index) => `<link ${rss} href="/${index}">`).join("");
    expect(linksIn(html)).toHaveLength(50);
  });
});
