/**
 * What an address of a picture tells without a look at it: which picture it is, and how large it is asked for. Image
 * servers and blogging programs give one picture many addresses, with a size in the query, the path or the name.
 *
 * The shapes are those that the programs named here wrote into feeds in 2026.
 */
export interface PictureAddress {
  /** The same for all addresses of one picture. */
  key: string;
  /** In pixels, as asked for; infinite where the address asks for none, since that is the picture as it was uploaded. */
  size: number;
}

/** A server that fetches for a server that fetches: real ones are one or two deep. */
const deepest = 3;
/** No longer address goes into a post; what could not be told from others in time is a picture of its own. */
const longestAddress = 2_048;

export function pictureAddress(address: string): PictureAddress {
  if (address.length > longestAddress) return { key: address, size: 0 };
  let url = new URL(address);
  let size = askedIn(url);
  for (let depth = 0; depth < deepest; depth += 1) {
    const inside = fetchedBy(url);
    if (inside === undefined) break;
    url = inside;
    size = Math.min(size, askedIn(url));
  }
  const { host, pathname, searchParams } = url;
  const isFile = imageName.test(pathname) || host === "pbs.twimg.com";
  for (const name of [...searchParams.keys()])
    if (sizing.has(name) || (isFile && ofFiles.has(name.toLowerCase()))) searchParams.delete(name);
    else if (name === "format" && /^\d{2,5}w$/.test(searchParams.get(name) ?? "")) searchParams.delete(name);
  searchParams.sort();
  const bareHost = host.replace(/^www\./, "");
  const place = oneServer.find(([pattern]) => pattern.test(bareHost))?.[1] ?? bareHost;
  return { key: `${place}${decoded(bare(place, pathname))}?${searchParams}`, size };
}

/** Servers that answer for one another. */
const oneServer: [RegExp, string][] = [
  [/^\d\.bp\.blogspot\.com$/, "bp.blogspot.com"],
  [/^lh\d\.googleusercontent\.com$/, "lh.googleusercontent.com"],
  [/^(?:miro|cdn-images-\d)\.medium\.com$/, "miro.medium.com"],
  [/^i\d?\.ytimg\.com$|^img\.youtube\.com$/, "i.ytimg.com"],
  [/^\d+\.media\.tumblr\.com$/, "media.tumblr.com"],
  [/^(?:farm\d+|live)\.static\.?flickr\.com$/, "live.staticflickr.com"],
];

const imageName = /\.(?:jpe?g|png|gif|webp|avif|heic)$/i;

/** Parameters by which image servers are asked for another size of the same picture. */
const sizing = new Set("w h width height q quality fit crop resize auto dpr s ssl strip fm".split(" "));

/** Where the path names a file, these only ask for a size or a format, or get round a cache. */
const ofFiles = new Set(
  `f format size sz name ixlib ixid rect zoom maxwidth maxheight imwidth impolicy scale optimize lossy profile upsize blur
  sharp bg ar itok sig v ver version t ts time timestamp cb cache rev hash _ modified updated`.split(/\s+/),
);

/** The picture that a server fetches from elsewhere: whole in its path (Substack, Cloudinary, dev.to), in its query (`_next/image`), or without a scheme (Photon). */
function fetchedBy(url: URL): URL | undefined {
  if (/^i\d\.wp\.com$/.test(url.host)) return parsed(`https:/${url.pathname}`, url);
  const inPath = /\/(https?(?::|%3a)(?:\/|%2f).*)$/i.exec(url.pathname)?.[1];
  if (inPath !== undefined) return parsed(decoded(inPath).replace(/^(https?:)\/+/i, "$1//"), url);
  for (const name of ["url", "src", "href", "image", "u"]) {
    const value = url.searchParams.get(name);
    // On its own server, too: `/_next/image?url=/beach.jpg`.
    const isPicture =
      value !== null && (/^https?:\/\//i.test(value) || imageName.test(value.split("?")[0] ?? ""));
    if (isPicture) return parsed(value, url);
  }
  return undefined;
}

function parsed(address: string, base: URL): URL | undefined {
  return URL.canParse(address, base.href) ? new URL(address, base.href) : undefined;
}

/** A path without what asks for a size. */
function bare(place: string, path: string): string {
  const ofPlace = ofPlaces.find(([pattern]) => pattern.test(place) || pattern.test(path))?.[1] ?? [];
  return [...ofPlace, ...anywhere].reduce((left, [size, rest]) => left.replace(size, rest), path);
}

/** How some servers write a size, by their host or by a folder that only their program has. */
const ofPlaces: [RegExp, [RegExp, string][]][] = [
  [/^i\.ytimg\.com$/, [[/^\/(?:vi|vi_webp|an_webp)\/([\w-]{5,20})\/.*$/, "/$1"]]],
  // /max/1024/1*abc.jpeg, /v2/resize:fit:1400/format:webp/1*abc.jpeg
  [
    /^miro\.medium\.com$/,
    [[/^\/(?:(?:v2|freeze|proxy|fit|max|[a-z]|\d{1,5}|[a-z]{1,9}:[\w:-]{1,40})\/)+/, "/"]],
  ],
  [
    /^(?:bp\.blogspot|(?:blogger|lh)\.googleusercontent)\.com$/,
    [
      [/\/[swh]\d{1,4}(?:-[a-z0-9]{1,6}){0,6}(?=\/[^/]*$)/, ""],
      [/=[a-z]\d{0,5}(?:-[a-z0-9]{1,6}){0,6}$/, ""],
    ],
  ],
  [
    /^media\.tumblr\.com$/,
    [
      [/\/s\d{2,5}x\d{2,5}(?:_c\d?)?(?=\/)/, ""],
      [/_\d{2,4}(?=\.[a-z]{3,4}$)/, ""],
    ],
  ],
  [/^live\.staticflickr\.com$/, [[/_[sqtmnwzcbhko](?=\.[a-z]{3}$)/, ""]]],
  [/^pbs\.twimg\.com$/, [[/:(?:large|medium|small|thumb|orig)$/, ""]]],
  // beach_600x400@2x.jpg, beach_grande.jpg
  [
    /^cdn\.shopify\.com$|^\/cdn\/shop\//,
    [
      [
        /_(?:\d{0,5}x\d{0,5}|grande|large|compact|medium|small)(?:_crop_[a-z]{1,6})?(?=(?:@\dx)?\.[a-z]{3,4}$)/,
        "",
      ],
    ],
  ],
  // /content/images/size/w600/format/webp/2026/11/beach.jpg
  [
    /\/content\/images\//,
    [
      [/\/size\/w\d{1,5}(?:h\d{1,5})?(?=\/)/, ""],
      [/\/format\/[a-z]{3,4}(?=\/)/, ""],
    ],
  ],
  // /media/beach.jpg/v1/fill/w_600,h_400/beach.jpg
  [/^static\.wixstatic\.com$/, [[/(\.[a-z]{3,4})\/v1\/.*$/i, "$1"]]],
  // /commons/thumb/a/ab/Beach.jpg/300px-Beach.jpg
  [/\/thumb\//, [[/\/thumb\/(.*\.[a-z]{3,4})\/(?:[\w-]{1,30}-)?\d{1,5}px-[^/]*$/i, "/$1"]]],
  // /image/upload/w_300,c_fill/v1/beach.jpg, /_ipx/w_200/beach.jpg
  [
    /\/(?:upload|fetch|_ipx)\//,
    [
      [
        /(\/(?:upload|fetch|_ipx)\/)(?:[a-z]{1,3}_[\w:.!-]{1,40}(?:[,&][a-z]{1,3}_[\w:.!-]{1,40}){0,20}\/)+/,
        "$1",
      ],
    ],
  ],
  // /cdn-cgi/image/width=800,quality=75/beach.jpg
  [/\/cdn-cgi\/image\//, [[/\/cdn-cgi\/image\/[\w=.,:%-]{1,200}\//, "/"]]],
  // /sites/default/files/styles/large/public/beach.jpg
  [/\/styles\//, [[/\/styles\/[\w-]{1,60}\/public(?=\/)/, ""]]],
  // Typepad: 6a00d8341c-800wi
  [/\/\.a\//, [[/-\d{2,4}[wps]i$/, ""]]],
];

/** WordPress writes the size into the name: beach-300x200.jpg. */
const nameSize = /-(\d{2,5})x\d{2,5}(?=(?:@\dx)?\.[a-z]{3,4}$)/i;

/** In the name of a file, whoever made it. WordPress' plugins keep beach.jpg.webp beside beach.jpg. */
const anywhere: [RegExp, string][] = [
  [/(\.(?:jpe?g|png))\.(?:webp|avif)$/i, "$1"],
  [/@\dx(?=\.[a-z]{3,4}$)/i, ""],
  [nameSize, ""],
  [/-(?:scaled|rotated)(?=\.[a-z]{3,4}$)/i, ""],
  [/\/{2,}/g, "/"],
];

/** Where a size may stand; the width where there are both. */
const sizes = [
  nameSize,
  /[/,]w_(\d{2,5})(?=[,/])/,
  /[/,]h_(\d{2,5})(?=[,/])/,
  /\/size\/w(\d{2,5})(?=[h/])/,
  /\/(?:max|fit\/[a-z])\/(\d{2,5})(?=\/)/,
  /\/resize:[a-z]{2,10}:(\d{2,5})(?=[/:])/,
  /[/,]width=(\d{2,5})(?=[,/])/,
  /\/s(\d{2,5})x\d{2,5}(?:_c\d?)?(?=\/)/,
  /\/[swh](\d{2,4})(?:-[a-z0-9]{1,6}){0,4}(?=\/[^/]*$)/,
  /=[swh](\d{2,5})(?:-[a-z0-9]{1,6}){0,6}$/,
  /\/(\d{2,5})px-[^/]*$/,
  /_(\d{2,5})x\d{0,5}(?:@\dx)?\.[a-z]{3,4}$/i,
  /tumblr_\w{1,40}_(\d{2,4})\.[a-z]{3,4}$/i,
  /-(\d{2,4})[wps]i$/,
];
/** Names of sizes, as their makers describe them. */
const namedSizes: [RegExp, number][] = [
  [/-scaled\.[a-z]{3,4}$/i, 2_560],
  [/_(?:grande|large)\.[a-z]{3,4}$/i, 600],
  [/_(?:compact|medium|small)\.[a-z]{3,4}$/i, 200],
  [/\/(?:vi|vi_webp)\/[\w-]{5,20}\/maxresdefault\./, 1_280],
  [/\/(?:vi|vi_webp)\/[\w-]{5,20}\/sddefault\./, 640],
  [/\/(?:vi|vi_webp)\/[\w-]{5,20}\/\w/, 480],
  [/\/styles\/[\w-]{1,60}\/public\//, 480],
];

function askedIn({ searchParams, pathname }: URL): number {
  const density = Math.max(
    1,
    Number(searchParams.get("dpr")) || Number(/@(\d)x\.[a-z]{3,4}$/i.exec(pathname)?.[1]) || 1,
  );
  const asked =
    ["w", "width", "maxwidth", "imwidth", "h", "height", "s", "size", "sz"]
      .map((name) => /^(\d{1,5})(?:px)?$/.exec(searchParams.get(name) ?? "")?.[1])
      .find((value) => value !== undefined) ??
    /^(\d{1,5})[,x]\d{1,5}/.exec(searchParams.get("resize") ?? searchParams.get("fit") ?? "")?.[1] ??
    /^(\d{2,5})w$/.exec(searchParams.get("format") ?? "")?.[1] ??
    sizes.map((pattern) => pattern.exec(pathname)?.[1]).find((value) => value !== undefined);
  if (asked !== undefined) return Number(asked) * density;
  return namedSizes.find(([pattern]) => pattern.test(pathname))?.[1] ?? Number.POSITIVE_INFINITY;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text).normalize("NFC");
  } catch {
    return text;
  }
}
