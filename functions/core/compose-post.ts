import { chainOf } from "./chain-post.ts";
import type { Route } from "./configuration.ts";
import type { Audience, Content } from "./content.ts";
import { fitText } from "./fit-text.ts";
import { byHand } from "./hand-post.ts";
import type { Effort, Post, StoredEntry, Style } from "./post.ts";
import { fieldsOf } from "./post-fields.ts";
import { isMedia, mediaFor } from "./post-media.ts";
import { lengthInUtf8Bytes, threadsLength } from "./post-text.ts";
import type { Template } from "./template.ts";
import { isLeftToCard } from "./title-on-card.ts";
import { topicTagFor } from "./topic-tags.ts";
import { trackedLink, type Utm } from "./tracked-link.ts";

/** In a text; leaves room for a title. A choice of ours. */
const longestLink = 440;
/** As many hashtags as `{tags}` gives where the route does not say. A choice of ours: Threads makes a link of the first alone. */
const tagsInTemplate = 3;

/** How a route or a person wants a post. */
export interface Wanted extends Audience {
  style: Style;
  isSpoiler?: boolean;
  topicTag?: string;
  template?: Template | undefined;
  /** How many of its categories stand in the text as hashtags. */
  hashtags?: number | undefined;
  utm?: Utm | undefined;
  /** Stands before the link at the end of a chain that is shorter than the text. */
  readOn?: string | undefined;
  /** A person wrote it for Threads: whom it names is meant to be called. */
  isOwnWords?: boolean;
}

export interface Composed {
  /** One post, or a chain's: the first is never a carousel, the others are texts. */
  parts: readonly [Content, ...Content[]];
  /** Every decision that was not simply as configured, step by step: a fallback is a post all the same. */
  why: string[];
}

type Refused = Pick<Effort, "without" | "unusable">;

/**
 * An entry as a post: its text, and the link as Meta's card (`link`, `chain`) or in the text (with media, `text`, and
 * whenever Meta refused the card). Each style falls back to the next best where the entry lacks what it needs: carousel,
 * then picture; video, then picture; picture, then card; chain, then card.
 *
 * @param refused - what Threads refused before: the card, a text of this length, so many links, pictures by their addresses.
 */
export function composePost(entry: StoredEntry, wanted: Wanted, refused: Refused): Composed {
  const why: string[] = [];
  const { style, isSpoiler, template, hashtags, utm, readOn, isOwnWords = false, ...audience } = wanted;
  const link = entry.link === undefined ? undefined : linkFor(entry.link, utm, why);
  // A link that leaves no room for a word is worth less than the words: it is left to the card.
  const hasRoom = link === undefined || hasRoomBeside(link);
  const hasCard = link !== undefined && !refused.without.includes("card");
  const tags = hashtags ?? (template === undefined ? 0 : tagsInTemplate);
  const isTitleAlone = refused.without.includes("text");
  const all = fieldsOf(entry, { ...(link !== undefined && hasRoom ? { link } : {}), tags, isOwnWords });
  // A post must say something: without a title its text stays.
  const fields = isTitleAlone && all.title !== "" ? { ...all, summary: "" } : all;
  const measure = refused.without.includes("length") ? lengthInUtf8Bytes : threadsLength;
  const fewer = refused.without.includes("links") ? { furtherLinks: 0 } : {};
  const text = (withLink: boolean) => {
    const isBelow =
      !withLink && !isTitleAlone && template === undefined && !isOwnWords && isLeftToCard(fields);
    const said = isBelow ? { ...fields, title: "" } : fields;
    const fit = fitText(said, {
      template: isTitleAlone ? undefined : template,
      withLink,
      measure,
      ...fewer,
    });
    why.push(...fit.why);
    return fit.text;
  };

  if (isTitleAlone) why.push("Threads refused its links twice, so it goes out with title and link alone");
  // Beside a card the page's own picture is seen; without one a picture is all that such an entry says.
  const isWordless = (entry.title ?? entry.summary) === undefined;
  const isAllThereIs = isWordless && (link === undefined || style === "text");
  const media =
    hasRoom || !hasCard
      ? mediaFor(entry, isAllThereIs ? "image" : style, refused.unusable ?? [], why)
      : undefined;
  if (media !== undefined) {
    const covered = isSpoiler === true ? { isSpoiler } : {};
    return { parts: [{ ...media, text: text(true), ...covered, ...audience }], why };
  }
  if (!hasRoom && isMedia(style)) why.push("its link has no room in a text, so it is posted as a card");
  const card = hasCard && style !== "text" ? { linkAttachment: link } : {};
  const isCarded = "linkAttachment" in card;
  const [first, ...rest] =
    style === "chain" && !isTitleAlone
      ? chainOf(entry, fields, { template, isCarded, measure, isOwnWords, readOn, ...fewer }, why)
      : [text(!isCarded)];
  const root: Content = { kind: "text", text: first, ...card, ...audience };
  return { parts: [root, ...rest.map((part) => ({ kind: "text" as const, text: part }))], why };
}

/** A post as its route or its writer wants it composed. */
export function contentOf(post: Post, routes: Route[], effort: Effort): Composed {
  const route = routes.find(({ url }) => url === post.feed);
  const { style = route?.style ?? "link", isSpoiler = route?.isSpoiler } = post;
  const { replyControl = route?.replyControl, countries = route?.countries } = post;
  const rule = route?.topicTag ?? false;
  const { topicTag = topicTagFor(rule, post.entry.tags) } = post;
  const { template, hashtags, utm, readOn } = route ?? {};
  const wanted: Wanted = { style, template, hashtags, utm, readOn, isOwnWords: post.feed === byHand };
  if (topicTag !== undefined) wanted.topicTag = topicTag;
  if (isSpoiler !== undefined) wanted.isSpoiler = isSpoiler;
  if (replyControl !== undefined) wanted.replyControl = replyControl;
  if (countries !== undefined) wanted.countries = countries;
  const { parts, why } = composePost(post.entry, wanted, effort);
  const noTopic =
    rule !== false && topicTag === undefined ? ["none of its categories can be a topic on Threads"] : [];
  return { parts, why: [...why, ...noTopic] };
}

function hasRoomBeside(link: string): boolean {
  return lengthInUtf8Bytes(link) <= longestLink;
}

function linkFor(written: string, utm: Utm | undefined, why: string[]): string {
  const [bare, tracked] = [trackedLink(written, undefined), trackedLink(written, utm)];
  if (hasRoomBeside(tracked) || !hasRoomBeside(bare)) return tracked;
  why.push("with UTM parameters its link would have no room in a text, so it goes without");
  return bare;
}
