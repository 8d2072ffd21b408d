import { describe, expect, it } from "vitest";
import { pagePicture } from "../../functions/core/page-pictures.ts";
import { type PictureLook, whyUnusable } from "../../functions/core/picture-demands.ts";

const file = (named: object): PictureLook => ({
  kind: "file",
  url: "https://a.example/1.jpg",
  type: "jpg",
  ...named,
});

describe("what Threads takes of pictures", () => {
  it.each([
    ["eight megabytes", file({ bytes: 8_000_000 }), undefined],
    ["more", file({ bytes: 8_100_000 }), "it has 8.1 MB, and Threads takes 8"],
    ["ten times as high as wide", file({ width: 100, height: 1000 }), undefined],
    [
      "more than that",
      file({ width: 100, height: 1001 }),
      "it is 100 by 1001 pixels, and Threads takes no side more than 10 times the other",
    ],
    [
      "a pixel that counts readers",
      file({ width: 1, height: 1 }),
      "it is 1 by 1 pixels, as small as a symbol",
    ],
    ["an avatar", file({ width: 96, height: 96 }), "it is 96 by 96 pixels, as small as a symbol"],
    ["a small picture", file({ width: 100, height: 60 }), undefined],
    ["WebP", file({ type: "webp", width: 800, height: 600 }), "it is WEBP, and Threads takes JPEG and PNG"],
    ["what is no picture", { kind: "file", url: "https://a.example/1.jpg" } as const, "it is no picture"],
    [
      "what is not there",
      { kind: "absent", words: "its server answers 404" } as const,
      "its server answers 404",
    ],
    ["no https", file({ url: "http://a.example/1.jpg" }), "it is not on https"],
    ["no https on this machine, for the sandbox", file({ url: "http://127.0.0.1:80/1.jpg" }), undefined],
    ["what could not be seen", { kind: "unseen", words: "timed out" } as const, undefined],
  ])("%s", (_, look, why) => {
    expect(whyUnusable(look)).toBe(why);
  });
});

describe("the picture that a page names", () => {
  const page = "https://blog.example/posts/one";
  it.each([
    [
      "by Open Graph, with its description",
      '<meta property="og:image" content="/1.jpg"><meta property="og:image:alt" content="A &amp; B">',
      { url: "https://blog.example/1.jpg", alt: "A & B" },
    ],
    [
      "the first of several",
      '<meta property="og:image" content="https://a.example/1.jpg"><meta property="og:image" content="https://a.example/2.jpg">',
      { url: "https://a.example/1.jpg" },
    ],
    [
      "by its secure address",
      '<meta property="og:image" content="http://a.example/1.jpg"><meta property="og:image:secure_url" content="https://a.example/1.jpg">',
      { url: "https://a.example/1.jpg" },
    ],
    [
      "under `name`, as some write it",
      '<META NAME="og:image" CONTENT="two.png">',
      { url: "https://blog.example/posts/two.png" },
    ],
    [
      "for Twitter",
      '<meta name="twitter:image" content="https://a.example/1.jpg">',
      { url: "https://a.example/1.jpg" },
    ],
    ["by an old link", '<link rel="image_src" href="/1.jpg">', { url: "https://blog.example/1.jpg" }],
    [
      "and not one that its scripts or comments talk about",
      '<template><meta property="og:image" content="/0.jpg"></template><noscript><meta property="og:image" content="/0.jpg"></noscript><meta property="og:image" content="/1.jpg">',
      { url: "https://blog.example/1.jpg" },
    ],
    ["none", "<meta property=og:title content=x><img src=1.jpg>", undefined],
    ["no address", '<meta property="og:image" content="data:image/png;base64,xx">', undefined],
  ])("%s", (_, html, picture) => {
    expect(pagePicture(`<html><head>${html}</head>`, page)).toEqual(picture);
  });
});
