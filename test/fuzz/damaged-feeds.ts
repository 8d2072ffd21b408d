import fc from "fast-check";
import { type CorpusFeed, feedCorpus } from "../support/feed-corpus.ts";

/** What a server may answer with. */
export interface Answer {
  bytes: Uint8Array;
  contentType?: string;
}

const corpus = feedCorpus();
const aFeed: fc.Arbitrary<CorpusFeed> = fc.constantFrom(...corpus);

/** Mostly few, now and then very many: what is quadratic shows only at the size of a large feed. */
function manyTimes(largest: number): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: 955, arbitrary: fc.integer({ min: 1, max: Math.min(50, largest) }) },
    { weight: 40, arbitrary: fc.integer({ min: 50, max: Math.max(50, largest / 50) }) },
    { weight: 5, arbitrary: fc.integer({ min: Math.max(1, largest / 50), max: largest }) },
  );
}

/** No more than this is fetched. */
const largestAnswer = 10_000_000;

/** Written again and again, each of these once brought a reader of feeds down. */
const floods = [
  ..."<>&'\"=/!?[]{}\n\0\u00e9",
  "]]>",
  "<![CDATA[",
  "<![CDATA[]]>",
  "<!--",
  "<!-- -->",
  "<!DOCTYPE rss [",
  '<!ENTITY a "aaaaaaaaaa">',
  "&a;",
  "&amp;",
  "&#x41;",
  "&#1114112;",
  "<a>",
  "<a/>",
  "</a>",
  "<a b='c' ",
  " b=c",
  "<item>",
  "</item>",
  "<item><title>x</title></item>",
  "<entry><id>1</id>",
  "<title>",
  "<description>",
  '<x xml:base="a/">',
  '<x xmlns:a="b">',
  "<content:encoded><![CDATA[<p>",
  "&lt;p&gt;",
  "&lt;ul&gt;&lt;li&gt;",
  "&lt;img src=x srcset='a 1x, b 2x'&gt;",
  "<media:group><media:content url='https://a.example/b.jpg'/>",
  "<category>x</category>",
  "<author>a@b (c)</author>",
  '{"items":[',
  '{"id":"1"},',
  "\\u0000",
  "\ufeff",
];

type Damage = (bytes: Uint8Array) => Uint8Array;

function joined(...parts: (Uint8Array | string)[]): Uint8Array {
  return Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part)));
}

const place = fc.double({ min: 0, max: 1, noNaN: true });
const cut = (bytes: Uint8Array, at: number): [Uint8Array, Uint8Array] => {
  const from = Math.floor(at * bytes.length);
  return [bytes.subarray(0, from), bytes.subarray(from)];
};

const small: fc.Arbitrary<Damage>[] = [
  fc.tuple(place, fc.integer({ min: 0, max: 255 })).map(([at, byte]) => (bytes) => {
    const [before, after] = cut(bytes, at);
    return joined(before, Uint8Array.of(byte), after.subarray(1));
  }),
  fc.tuple(place, fc.integer({ min: 1, max: 400 })).map(([at, length]) => (bytes) => {
    const [before, after] = cut(bytes, at);
    return joined(before, after.subarray(length));
  }),
  place.map((at) => (bytes) => cut(bytes, at)[0]),
  fc
    .tuple(place, aFeed, place, fc.integer({ min: 1, max: 400 }))
    .map(([at, other, from, length]) => (bytes) => {
      const [before, after] = cut(bytes, at);
      return joined(before, cut(other.bytes, from)[1].subarray(0, length), after);
    }),
  fc.tuple(place, aFeed, place).map(([at, other, from]) => (bytes) => {
    return joined(cut(bytes, at)[0], cut(other.bytes, from)[1]);
  }),
  fc.tuple(place, fc.uint8Array({ minLength: 1, maxLength: 40 })).map(([at, noise]) => (bytes) => {
    const [before, after] = cut(bytes, at);
    return joined(before, noise, after);
  }),
];

const large: fc.Arbitrary<Damage>[] = [
  fc.tuple(place, fc.constantFrom(...floods), manyTimes(200_000)).map(([at, piece, times]) => (bytes) => {
    const [before, after] = cut(bytes, at);
    return joined(before, piece.repeat(times), after);
  }),
  fc
    .tuple(place, fc.integer({ min: 1, max: 2_000 }), manyTimes(5_000))
    .map(([at, length, times]) => (bytes) => {
      const [before, after] = cut(bytes, at);
      const piece = after.subarray(0, length);
      return joined(before, ...Array.from({ length: times }, () => piece), after);
    }),
  fc
    .tuple(place, fc.constantFrom("a", "item", "b c='d'"), manyTimes(100_000))
    .map(([at, tag, depth]) => (bytes) => {
      const [before, after] = cut(bytes, at);
      const name = tag.split(" ")[0] ?? "";
      return joined(before, `<${tag}>`.repeat(depth), `</${name}>`.repeat(depth), after);
    }),
  fc
    .tuple(place, fc.constantFrom("x", "&", "&#65;", "<", "é"), manyTimes(1_000_000))
    .map(([at, letter, times]) => (bytes) => {
      const [before, after] = cut(bytes, at);
      return joined(before, ` huge="${letter.repeat(times)}" `, after);
    }),
  fc
    .tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 120 }), manyTimes(100_000))
    .map(([levels, length, times]) => (bytes) => {
      const nested = Array.from(
        { length: levels },
        (_, level) => `<!ENTITY e${level + 1} "&e${level};&e${level};">`,
      );
      const bomb = `<!DOCTYPE rss [<!ENTITY e0 "${"x".repeat(length)}">${nested.join("")}]>`;
      const [before, after] = cut(bytes, 0.6);
      return joined(bomb, before, `&e${levels};`, "&e0;".repeat(times), after);
    }),
];

const encodings: fc.Arbitrary<Damage>[] = [
  fc
    .constantFrom<BufferEncoding>("utf16le", "latin1", "base64", "hex")
    .map((encoding) => (bytes) => Buffer.from(Buffer.from(bytes).toString("utf8"), encoding)),
  fc.constant((bytes) => Buffer.from(Buffer.from(bytes).toString("latin1"), "utf8")),
  fc
    .constantFrom("feff", "fffe", "efbbbf", "0000feff", "fffe0000", "1b2442")
    .map((mark) => (bytes) => joined(Buffer.from(mark, "hex"), bytes)),
  fc.tuple(place, fc.boolean()).map(([at, isFirst]) => (bytes) => {
    const [before, after] = cut(bytes, at);
    const wide = Buffer.from(Buffer.from(isFirst ? before : after).toString("latin1"), "utf16le");
    return isFirst ? joined(wide, after) : joined(before, wide);
  }),
  fc
    .constantFrom(
      "utf-16",
      "utf-32",
      "shift_jis",
      "gb18030",
      "iso-2022-jp",
      "x-user-defined",
      "replacement",
      "",
    )
    .map((label) => (bytes) => joined(`<?xml version="1.0" encoding="${label}"?>`, bytes)),
];

const damage = fc.oneof(
  { weight: 70, arbitrary: fc.oneof(...small) },
  { weight: 20, arbitrary: fc.oneof(...large) },
  { weight: 10, arbitrary: fc.oneof(...encodings) },
);

const contentType = fc.option(
  fc.oneof(
    fc.constantFrom(
      "text/html",
      "application/rss+xml; charset=utf-8",
      "text/xml; charset=windows-1251",
      "text/xml;charset=utf-16",
    ),
    fc.string({ maxLength: 60 }).map((label) => `text/xml; charset=${label}`),
  ),
  { nil: undefined, freq: 3 },
);

/** A feed of the collection after up to six accidents; or bytes that never were one. */
const damagedFeed: fc.Arbitrary<Answer> = fc
  .tuple(
    fc.oneof(
      { weight: 98, arbitrary: aFeed.map(({ bytes }) => bytes) },
      { weight: 2, arbitrary: fc.uint8Array({ maxLength: 600 }) },
    ),
    fc.array(damage, { maxLength: 6 }),
    contentType,
  )
  .map(([start, damages, type]) => ({
    bytes: damages.reduce((bytes, harm) => harm(bytes).subarray(0, largestAnswer), start),
    ...(type === undefined ? {} : { contentType: type }),
  }));

/** The same for the same seed and number, on any machine. */
export function answerOf(seed: number, number: number): Answer {
  const [answer] = fc.sample(damagedFeed, { seed: (seed * 1_000_003 + number) | 0, numRuns: 1 });
  if (answer === undefined) throw new Error("no answer was made");
  return answer;
}
