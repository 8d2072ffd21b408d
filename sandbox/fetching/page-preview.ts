import { Parser } from "htmlparser2";

/** What a page says about itself for a link card. */
export interface PagePreview {
  title?: string | undefined;
  description?: string | undefined;
  /** As written; may be relative. */
  imageAddress?: string | undefined;
}

const longestText = 300;

/** Reads a page's Open Graph data; of several pictures the first counts, as with Meta. */
export function pagePreview(html: string): PagePreview {
  const properties = new Map<string, string>();
  let title = "";
  let isInTitle = false;
  const parser = new Parser({
    onopentag(name, attributes) {
      isInTitle = name === "title" && title === "";
      if (name !== "meta") return;
      const property = (attributes.property ?? attributes.name ?? "").toLowerCase();
      const content = attributes.content?.trim() ?? "";
      if (content !== "" && !properties.has(property)) properties.set(property, content);
    },
    ontext(text) {
      if (isInTitle) title += text;
    },
    onclosetag(name) {
      if (name === "title") isInTitle = false;
      // Open Graph data stands in the head; a body may hold anything.
      if (name === "head") parser.pause();
    },
  });
  parser.write(html);
  parser.end();
  return {
    title: plain(properties.get("og:title") ?? title),
    description: plain(properties.get("og:description") ?? properties.get("description")),
    imageAddress: properties.get("og:image") ?? properties.get("og:image:url"),
  };
}

function plain(text: string | undefined): string | undefined {
  const oneLine = text?.replaceAll(/\s+/g, " ").trim() ?? "";
  return oneLine === "" ? undefined : [...oneLine].slice(0, longestText).join("");
}

/** The text of a page in the encoding its header or, failing that, its first bytes name. */
export function pageText(bytes: Uint8Array, contentType: string): string {
  const beginning = new TextDecoder("latin1").decode(bytes.subarray(0, 1024));
  const named = /charset=["']?([\w-]+)/i;
  const label = named.exec(contentType)?.[1] ?? named.exec(beginning)?.[1] ?? "utf-8";
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
