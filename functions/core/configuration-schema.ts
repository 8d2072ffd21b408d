import * as z from "zod";
import { audienceSchema } from "./content.ts";
import { styles } from "./post.ts";
import { paceFields } from "./posting-pace.ts";
import { filterFields } from "./route-filter.ts";
import { identities } from "./telling-keys.ts";
import { readTemplate, type Template } from "./template.ts";
import { firstCategory, topicTagRule } from "./topic-tags.ts";
import { utmSchema } from "./tracked-link.ts";

/**
 * A Threads username as people write it: letters, digits, points and underscores, at most 30, a leading `@`
 * allowed. Kept without it, in lower case, as Threads shows it.
 */
const username = z
  .string()
  .trim()
  .transform((name) => name.replace(/^@/, "").toLowerCase())
  .refine((name) => /^[a-z0-9._]{1,30}$/.test(name), {
    error: "must be a Threads username (letters, digits, points and underscores, at most 30)",
  });

/** The ledger finds a feed by its address, and DynamoDB takes no longer key: 2,048 bytes, of which we begin with five. */
const longestFeedAddressInBytes = 2_043;

const feedAddress = z
  .string()
  .trim()
  .refine((address) => /^(https?|file):\/\/\S+$/i.test(address) && URL.canParse(address), {
    error: "must be the address of a feed, starting with https:// or http://",
  })
  .refine((address) => new TextEncoder().encode(address).length <= longestFeedAddressInBytes, {
    error: `must be at most ${longestFeedAddressInBytes} bytes long, since the ledger finds the feed by it`,
  });

/** Without tokens nobody can post, without the ledger everything would be posted anew: so both stay, unless told otherwise. */
export const destroyPolicies = ["keep", "remove-everything"] as const;

const wrongTopic = `must be false, "${firstCategory}", or 1 to 50 characters without . and &`;

/** Read once, here: what is wrong with it is said at synth, and composing finds a function. */
const template = z
  .custom<string | Template>((value) => typeof value === "string" || typeof value === "function", {
    error: 'must be a Liquid template such as "{title} {link}", or a function of the fields',
  })
  .transform((written, context) => {
    const read = readTemplate(written);
    if ("template" in read) return read.template;
    context.issues.push({ code: "custom", message: read.why, input: written });
    return z.NEVER;
  });

/** What a person may write stands at each field in words: `docs/configuration.md` is made of them (`npm run docs`). */
export const routeSchema = z.strictObject({
  url: feedAddress.meta({
    description:
      "The feed's address. That of a page that names its feed does as well. Each address stands here once, with all its accounts.",
    takes: "an address that begins with `https://` or `http://`; on one machine also `file://`",
    example: "https://blog.example/feed.xml",
  }),
  accounts: z
    .array(username)
    .min(1)
    .exactOptional()
    .meta({
      description: "Which of the configured accounts get its entries.",
      takes: "a list of usernames that `accounts` names",
      otherwise: "all of them",
      example: ["bronzfronz"],
    }),
  style: z
    .enum(styles, { error: `must be one of ${styles.join(", ")}` })
    .default("link")
    .meta({
      description:
        "How an entry becomes a post: its text with Meta's card of the page (`link`); its lead picture (`image`), its pictures (`carousel`) or its video (`video`) with the link in the text; text alone (`text`); its substance as a chain of posts (`chain`). Where an entry lacks what it takes, the next best is used.",
      example: "image",
    }),
  template: template.exactOptional().meta({
    description: "How the text is put together, from `{title}` and the other fields.",
    takes:
      "a [Liquid](https://liquidjs.com) template with outputs in single braces, or a function of the fields",
    otherwise: "title, summary and hashtags, each a paragraph",
    example: "{title}, by {author}",
  }),
  hashtags: z.int().min(0).max(20).exactOptional().meta({
    description: "So many of an entry's categories stand in the text as hashtags.",
    otherwise: "`0`; with `{tags}` in a template `3`",
    example: 2,
  }),
  topicTag: z
    .union([z.literal(false), z.string().regex(topicTagRule, { error: wrongTopic })], { error: wrongTopic })
    .exactOptional()
    .meta({
      description: "The post's topic on Threads: the first category that can be one, or always the same.",
      takes: `\`false\`, \`"${firstCategory}"\`, or 1 to 50 characters without \`.\` and \`&\``,
      otherwise: "`false`: none",
      example: firstCategory,
    }),
  utm: utmSchema.exactOptional().meta({
    description: "Added to the entry's link, so that the blog's statistics know where its readers came from.",
    example: { source: "threads", medium: "social" },
  }),
  readOn: z.string().trim().min(1).max(80).exactOptional().meta({
    description: "What a chain that is shorter than the text ends with, before the link.",
    otherwise: "“Read on:” in the entry's language; where that is not known, the link alone",
    example: "Weiterlesen:",
  }),
  ...filterFields,
  ...paceFields,
  ...audienceSchema.shape,
  isSpoiler: z.boolean().exactOptional().meta({
    description: "Covers pictures and videos until they are tapped.",
    otherwise: "`false`",
    example: true,
  }),
  backfill: z.int().min(0).max(1000).default(0).meta({
    description:
      "How many of the newest entries to post when the feed is seen for the first time; the others are skipped.",
    example: 3,
  }),
  futureEntries: z.enum(["now", "wait"], { error: "must be now or wait" }).exactOptional().meta({
    description:
      "What becomes of an entry that is dated ahead: it goes out when it is seen, or at the first look after its date.",
    otherwise: '`"now"`',
    example: "wait",
  }),
  identity: z
    .enum(identities, { error: `must be one of ${identities.join(", ")}` })
    .exactOptional()
    .meta({
      description:
        "What tells the feed's entries apart, where its own ids do not: entries in which this is the same are one entry, and others never are. An entry that lacks it is known by the next in the list.",
      otherwise:
        "the first of these that an entry shares with no other of its document; and one whose text, and title or date, was there before is that one",
      example: "link",
    }),
  floodLimit: z.int().min(1).max(1000).default(10).meta({
    description:
      "More new entries at once than this are held, since a quiet blog does not write that many between two looks.",
    example: 25,
  }),
});

export const accountSchema = z.strictObject({
  username: username.meta({
    description: "The profile's name on Threads, with or without the `@`.",
    takes: "letters, digits, points and underscores, at most 30",
    example: "bronzfronz",
  }),
  ...paceFields,
});

/** The short form of a field is the long form with one field: so an error names the same path for both. */
const short = <Schema extends z.ZodType>(field: string, schema: Schema) =>
  z.preprocess((value) => (typeof value === "string" ? { [field]: value } : value), schema);

export const configurationSchema = z.strictObject({
  accounts: z
    .array(short("username", accountSchema))
    .min(1, { error: "must name at least one Threads username" })
    .meta({
      description: "The Threads profiles that may be connected, and are posted to.",
      takes: "a list of usernames, or of objects as [below](#an-account)",
      example: ["bronzfronz"],
    }),
  feeds: z
    .array(short("url", routeSchema))
    .min(1, { error: "must name at least one feed" })
    .meta({
      description: "The feeds whose new entries are posted.",
      takes: "a list of addresses, or of objects as [below](#a-feed)",
      example: ["https://blog.example/feed.xml"],
    }),
  contact: z
    .string()
    .trim()
    .regex(/^(https:\/\/\S+|mailto:\S+@\S+)$/, { error: "must be an https:// page or a mailto: address" })
    .exactOptional()
    .meta({
      description: "Where a feed's maker reaches you; sent in the User-Agent when feeds are fetched.",
      takes: "a page (`https://`) or a mail address (`mailto:`)",
      example: "mailto:me@blog.example",
    }),
  scopes: z
    .array(
      z.string().regex(/^threads_[a-z_]+$/, {
        error: "must be a permission of Meta's, such as threads_manage_replies",
      }),
    )
    .exactOptional()
    .meta({
      description:
        "Further permissions to ask for at Connect, beyond those that posting needs (`chain` adds what it needs by itself).",
      takes: "a list of Meta's permissions, each beginning with `threads_`",
      example: ["threads_manage_insights"],
    }),
  alarmEmail: z
    .string()
    .trim()
    .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, { error: "must be a mail address" })
    .exactOptional()
    .meta({
      description: "Where the stack's alarms are sent. AWS mails there once to ask whether that is wanted.",
      takes: "a mail address",
      example: "me@blog.example",
    }),
  callbackConcurrency: z.int().min(1).max(100).exactOptional().meta({
    description:
      "How many requests the oauth-callback answers at once on AWS, set aside for it. Taken from the account's own limit, of which 100 must stay: a small account, whose limit is 10, cannot set any aside, and its deployment would fail.",
    otherwise: "none: it shares the account's limit",
    example: 5,
  }),
  onDestroy: z
    .enum(destroyPolicies, { error: `must be one of ${destroyPolicies.join(", ")}` })
    .exactOptional()
    .meta({
      description: "What `npx cdk destroy` does with tokens and ledger; what was last deployed counts.",
      otherwise: '`"keep"`',
      example: "remove-everything",
    }),
});
