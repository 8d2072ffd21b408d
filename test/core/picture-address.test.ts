import { describe, expect, it } from "vitest";
import { bestImages } from "../../functions/core/entry-images.ts";

const image = (url: string) => ({ url, alt: undefined, mediaType: undefined, width: undefined });
const chosen = (...urls: string[]) => bestImages(urls.map(image)).map(({ url }) => url);

/** The smaller one first, then the one that is taken. */
const pairs: [string, string, string][] = [
  [
    "Substack",
    "https://substackcdn.com/image/fetch/h_600,c_limit,f_auto,q_auto:good,fl_progressive:steep/https%3A%2F%2Fsubstack-post-media.s3.amazonaws.com%2Fpublic%2Fimages%2F11aa_1456x970.jpeg",
    "https://substackcdn.com/image/fetch/w_1456,c_limit,f_auto,q_auto:good,fl_progressive:steep/https%3A%2F%2Fsubstack-post-media.s3.amazonaws.com%2Fpublic%2Fimages%2F11aa_1456x970.jpeg",
  ],
  [
    "Substack, signed",
    "https://substackcdn.com/image/fetch/$s_!abcd!,w_848,c_limit,f_auto/https%3A%2F%2Fsubstack-post-media.s3.amazonaws.com%2Fpublic%2Fimages%2F11aa_1456x970.jpeg",
    "https://substack-post-media.s3.amazonaws.com/public/images/11aa_1456x970.jpeg",
  ],
  ["WordPress, scaled", "https://a.example/u/beach-1024x683.jpg", "https://a.example/u/beach-scaled.jpg"],
  [
    "Photon and origin",
    "https://i0.wp.com/a.example/u/pier-725x209.png?ssl=1",
    "https://a.example/u/pier.png",
  ],
  [
    "two of Photon's hosts",
    "https://i1.wp.com/a.example/u/pier.png?resize=300%2C200",
    "https://i0.wp.com/a.example/u/pier.png?ssl=1",
  ],
  [
    "Ghost",
    "https://a.example/content/images/size/w600/2026/11/beach.jpg",
    "https://a.example/content/images/2026/11/beach.jpg",
  ],
  [
    "Ghost in two sizes",
    "https://a.example/content/images/size/w600/2026/11/beach.jpg",
    "https://a.example/content/images/size/w1000/2026/11/beach.jpg",
  ],
  [
    "Medium",
    "https://cdn-images-1.medium.com/max/1024/1*abc.jpeg",
    "https://miro.medium.com/v2/resize:fit:1400/1*abc.jpeg",
  ],
  [
    "Cloudinary",
    "https://res.cloudinary.com/ann/image/upload/c_fill,w_300/v1700000000/beach.jpg",
    "https://res.cloudinary.com/ann/image/upload/v1700000000/beach.jpg",
  ],
  [
    "_next/image",
    "https://a.example/_next/image?url=%2Fimages%2Fbeach.jpg&w=640&q=75",
    "https://a.example/images/beach.jpg",
  ],
  [
    "Vercel and Netlify",
    "https://a.example/.netlify/images?url=/images/beach.jpg&w=640",
    "https://a.example/_vercel/image?url=/images/beach.jpg&w=1200",
  ],
  [
    "Cloudflare",
    "https://a.example/cdn-cgi/image/width=320,quality=75/images/beach.jpg",
    "https://a.example/images/beach.jpg",
  ],
  [
    "dev.to",
    "https://media2.dev.to/dynamic/image/width=800,height=,fit=scale-down/https%3A%2F%2Fdev-to-uploads.s3.amazonaws.com%2Fuploads%2Fbeach.png",
    "https://dev-to-uploads.s3.amazonaws.com/uploads/beach.png",
  ],
  [
    "weserv",
    "https://images.weserv.nl/?url=a.example/images/beach.jpg&w=300",
    "https://images.weserv.nl/?url=a.example/images/beach.jpg&w=900",
  ],
  ["@2x", "https://a.example/beach@2x.jpg?w=300", "https://a.example/beach.jpg"],
  ["a version", "https://a.example/beach.jpg?v=1&w=200", "https://a.example/beach.jpg?v=2"],
  ["www.", "https://www.a.example/beach-300x200.jpg", "https://a.example/beach.jpg"],
  ["http", "http://a.example/beach.jpg", "https://a.example/beach.jpg"],
  [
    "Shopify",
    "https://cdn.shopify.com/s/files/1/beach_600x400.jpg?v=16",
    "https://cdn.shopify.com/s/files/1/beach.jpg?v=17",
  ],
  [
    "Squarespace",
    "https://images.squarespace-cdn.com/content/v1/5f/1a/beach?format=500w",
    "https://images.squarespace-cdn.com/content/v1/5f/1a/beach?format=1500w",
  ],
  [
    "Contentful",
    "https://images.ctfassets.net/a/b/c/beach.jpg?w=400&fm=jpg&q=50",
    "https://images.ctfassets.net/a/b/c/beach.jpg",
  ],
  [
    "Blogger",
    "https://1.bp.blogspot.com/-a/b/s320/beach.jpg",
    "https://1.bp.blogspot.com/-a/b/s1600/beach.jpg",
  ],
  [
    "Wikimedia",
    "https://upload.wikimedia.org/wikipedia/commons/thumb/a/ab/Beach.jpg/300px-Beach.jpg",
    "https://upload.wikimedia.org/wikipedia/commons/a/ab/Beach.jpg",
  ],
  [
    "Wix",
    "https://static.wixstatic.com/media/ab~mv2.jpg/v1/fill/w_600,h_400,al_c/beach.jpg",
    "https://static.wixstatic.com/media/ab~mv2.jpg",
  ],
  [
    "Drupal",
    "https://a.example/sites/default/files/styles/large/public/beach.jpg?itok=Xy",
    "https://a.example/sites/default/files/beach.jpg",
  ],
  [
    "Tumblr",
    "https://64.media.tumblr.com/ab/cd-1/s540x810/ef.jpg",
    "https://64.media.tumblr.com/ab/cd-1/s1280x1920/ef.jpg",
  ],
  [
    "Flickr",
    "https://live.staticflickr.com/65535/123_abc_n.jpg?w=320",
    "https://live.staticflickr.com/65535/123_abc_b.jpg",
  ],
  [
    "a YouTube film",
    "https://i.ytimg.com/vi/dQw4w9WgXcQ/hqdefault.jpg",
    "https://i1.ytimg.com/vi/dQw4w9WgXcQ/maxresdefault.jpg",
  ],
  ["another spelling", "https://a.example/caf%C3%A9%20one-300x200.jpg", "https://a.example/café one.jpg"],
  [
    "a format that Threads does not take",
    "https://a.example/beach.jpg.webp",
    "https://a.example/beach-800x600.jpg",
  ],
];

describe("a picture under two addresses is one, the largest", () => {
  it.each(pairs)("%s", (_, small, large) => {
    expect(chosen(small, large)).toEqual([large]);
    expect(chosen(large, small)).toEqual([large]);
  });
});

describe("two pictures stay two", () => {
  it.each([
    ["by their names", "https://a.example/1.jpg", "https://a.example/2.jpg"],
    ["by a number in the query", "https://a.example/photo.php?id=1", "https://a.example/photo.php?id=2"],
    ["by a name in the query", "https://a.example/photo?name=beach", "https://a.example/photo?name=dune"],
    ["by their folders", "https://a.example/my_photos/1.jpg", "https://a.example/our_photos/1.jpg"],
    ["by a letter", "https://a.example/plan_a.jpg", "https://a.example/plan_b.jpg"],
    ["by a size that is no size", "https://a.example/large/1.jpg", "https://a.example/1.jpg"],
    ["behind one proxy", "https://i0.wp.com/a.example/1.jpg", "https://i0.wp.com/b.example/1.jpg"],
    [
      "behind one _next/image",
      "https://a.example/_next/image?url=%2F1.jpg&w=640",
      "https://a.example/_next/image?url=%2F2.jpg&w=640",
    ],
    ["on two servers", "https://cdn.a.example/1.jpg", "https://cdn.b.example/1.jpg"],
    [
      "too long to be told",
      `https://a.example/${"a".repeat(3_000)}.jpg`,
      `https://a.example/${"a".repeat(3_000)}.jpg?w=2`,
    ],
  ])("%s", (_, one, other) => {
    expect(chosen(one, other)).toEqual([one, other]);
  });
});

it("whatever an address looks like, it is read in time", () => {
  const hostile = [
    "/thumb/a".repeat(200),
    "-1".repeat(900),
    "/w_1".repeat(400),
    "=".repeat(1_800),
    "%25".repeat(600),
  ];
  const urls = hostile.flatMap((path) =>
    Array.from({ length: 50 }, (_, index) => `https://a.example/cdn-cgi/image/${path}/${index}`),
  );
  expect(chosen(...urls)).toHaveLength(50);
});
