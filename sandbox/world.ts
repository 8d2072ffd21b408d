import * as z from "zod";

/**
 * What the sandbox knows: people, grants, containers, posts.
 *
 * These shapes are also the state file's, so they are schemas: a file from elsewhere or
 * from an older sandbox is refused when it is read, not when it is used.
 */
/** What a container that failed says. @see https://developers.facebook.com/docs/threads/troubleshooting (read 2026-04) */
export const containerFailures = [
  "FAILED_DOWNLOADING_VIDEO",
  "FAILED_PROCESSING_AUDIO",
  "FAILED_PROCESSING_VIDEO",
  // Meta's spelling.
  "INVALID_ASPEC_RATIO",
  "INVALID_BIT_RATE",
  "INVALID_DURATION",
  "INVALID_FRAME_RATE",
  "INVALID_AUDIO_CHANNELS",
  "INVALID_AUDIO_CHANNEL_LAYOUT",
  "UNKNOWN",
] as const;
export type ContainerFailure = (typeof containerFailures)[number];

const person = z.object({
  id: z.string(),
  username: z.string(),
  name: z.string(),
  biography: z.string().optional(),
  tester: z.boolean(),
  isEligibleForGeoGating: z.boolean().optional(),
});

const code = z.object({
  code: z.string(),
  personId: z.string(),
  redirectUri: z.string(),
  scopes: z.array(z.string()),
  issuedAt: z.coerce.date(),
  isUsed: z.boolean(),
});

const token = z.object({
  token: z.string(),
  kind: z.enum(["short", "long"]),
  personId: z.string(),
  scopes: z.array(z.string()),
  issuedAt: z.coerce.date(),
  expiresAt: z.coerce.date(),
  endedBy: z.enum(["removed", "password-reset", "refreshed"]).optional(),
});

const picture = z.object({ file: z.string(), width: z.number(), height: z.number() });

const video = z.object({
  type: z.enum(["video/mp4", "video/quicktime"]),
  /** Missing when it is too large for the sandbox to keep. */
  file: z.string().optional(),
  /** Missing when its server did not say and it was not kept. */
  lengthInBytes: z.number().optional(),
});

const card = z.object({
  url: z.string(),
  host: z.string(),
  path: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  picture: picture.optional(),
});

const content = z.object({
  mediaType: z.enum(["TEXT", "IMAGE", "VIDEO", "CAROUSEL"]),
  text: z.string(),
  link: z.string().optional(),
  card: card.optional(),
  imageUrl: z.string().optional(),
  picture: picture.optional(),
  videoUrl: z.string().optional(),
  video: video.optional(),
  /** Of a carousel: its children's containers, in order. */
  childIds: z.array(z.string()).optional(),
  altText: z.string().optional(),
  topicTag: z.string().optional(),
  /** Threads shows a topic given as parameter beside the name, one found in the text only there. */
  isTopicFromText: z.boolean(),
  replyToId: z.string().optional(),
  quotePostId: z.string().optional(),
  replyControl: z.string().optional(),
  isSpoiler: z.boolean(),
  isGhost: z.boolean(),
  isCarouselItem: z.boolean(),
  poll: z.record(z.string(), z.string()).optional(),
  countryCodes: z.array(z.string()).optional(),
  textEntities: z
    .array(z.object({ entity_type: z.literal("SPOILER"), offset: z.number(), length: z.number() }))
    .optional(),
  locationId: z.string().optional(),
  /** The post that this one only passes on. */
  repostOf: z.string().optional(),
});

const container = z.object({
  id: z.string(),
  personId: z.string(),
  content,
  createdAt: z.coerce.date(),
  readyAt: z.coerce.date(),
  failure: z.string().optional(),
  isNeverFound: z.boolean().optional(),
  mediaId: z.string().optional(),
});

/** A child of a published carousel: an object of its own to read, but no post. */
const albumItem = z.object({ id: z.string(), containerId: z.string(), content });

const post = z.object({
  id: z.string(),
  containerId: z.string(),
  personId: z.string(),
  shortcode: z.string(),
  content,
  children: z.array(albumItem).optional(),
  publishedAt: z.coerce.date(),
  vanishesAt: z.coerce.date().optional(),
  /** Of a reply: what the owner of the post above last made of it; missing while nothing. */
  isHidden: z.boolean().optional(),
  deletedAt: z.coerce.date().optional(),
});

export type Person = z.infer<typeof person>;
export type AuthorizationCode = z.infer<typeof code>;
export type Token = z.infer<typeof token>;
export type Picture = z.infer<typeof picture>;
export type Video = z.infer<typeof video>;
export type AlbumItem = z.infer<typeof albumItem>;
export type Card = z.infer<typeof card>;
export type Content = z.infer<typeof content>;
export type Container = z.infer<typeof container>;
export type Post = z.infer<typeof post>;

export const worldState = z.object({
  version: z.literal(1),
  counter: z.number(),
  people: z.array(person),
  codes: z.array(code),
  tokens: z.array(token),
  containers: z.array(container),
  posts: z.array(post),
});

export type WorldState = z.infer<typeof worldState>;

export const emptyState: WorldState = {
  version: 1,
  counter: 0,
  people: [],
  codes: [],
  tokens: [],
  containers: [],
  posts: [],
};

/** The state, found by key; maps keep the order in which things were made. */
export class World {
  #counter: number;
  readonly people: Map<string, Person>;
  readonly codes: Map<string, AuthorizationCode>;
  readonly tokens: Map<string, Token>;
  readonly containers: Map<string, Container>;
  readonly posts: Map<string, Post>;

  constructor(state: WorldState) {
    this.#counter = state.counter;
    this.people = new Map(state.people.map((one) => [one.id, one]));
    this.codes = new Map(state.codes.map((one) => [one.code, one]));
    this.tokens = new Map(state.tokens.map((one) => [one.token, one]));
    this.containers = new Map(state.containers.map((one) => [one.id, one]));
    this.posts = new Map(state.posts.map((one) => [one.id, one]));
  }

  /** Never gives the same number twice, not even after a restart from the state file. */
  nextNumber(): number {
    this.#counter += 1;
    return this.#counter;
  }

  personNamed(username: string): Person | undefined {
    return this.people.values().find((one) => one.username === username);
  }

  state(): WorldState {
    return {
      version: 1,
      counter: this.#counter,
      people: [...this.people.values()],
      codes: [...this.codes.values()],
      tokens: [...this.tokens.values()],
      containers: [...this.containers.values()],
      posts: [...this.posts.values()],
    };
  }
}
