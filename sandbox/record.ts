import type { SandboxClock } from "./clock.ts";
import type { CallKind } from "./faults.ts";
import type { LateCalls } from "./late-calls.ts";
import type { Container, Content, World } from "./world.ts";

/** A post as the judge sees it. */
export interface RecordedPost {
  id: string;
  containerId: string;
  userId: string;
  username: string;
  mediaType: Content["mediaType"];
  text: string;
  link?: string | undefined;
  imageUrl?: string | undefined;
  videoUrl?: string | undefined;
  altText?: string | undefined;
  topicTag?: string | undefined;
  replyToId?: string | undefined;
  repostOf?: string | undefined;
  replyControl?: string | undefined;
  countryCodes?: readonly string[] | undefined;
  isSpoiler: boolean;
  /** Of a carousel, in order. */
  children?: readonly RecordedChild[] | undefined;
  shortcode: string;
  publishedAt: Date;
  /** Set when it was deleted by a call or taken away. */
  goneAt?: Date | undefined;
}

/** A picture or video of a published carousel. */
export interface RecordedChild {
  id: string;
  containerId: string;
  mediaType: Content["mediaType"];
  imageUrl?: string | undefined;
  videoUrl?: string | undefined;
  altText?: string | undefined;
}

export interface RecordedContainer {
  id: string;
  username: string;
  mediaType: Content["mediaType"];
  text: string;
  isCarouselItem: boolean;
  createdAt: Date;
  status: ContainerStatus;
  mediaId?: string | undefined;
}

export type ContainerStatus = "IN_PROGRESS" | "FINISHED" | "PUBLISHED" | "ERROR" | "EXPIRED";

/** A call without its parameters: those hold tokens, codes and secrets. */
export interface RecordedCall {
  step: number;
  call: CallKind;
  method: string;
  path: string;
  at: Date;
  /** Missing while the call runs, and for good when it was cut or left hanging. */
  status?: number | undefined;
  /** What was planned for it, if anything: the answer's kind and when it struck, or the twist's kind. */
  fault?: string | undefined;
}

/** The judge's view: what really happened, whatever the client was told. */
export interface SandboxRecord {
  /** Every post ever published, in the order of publication. */
  readonly posts: readonly RecordedPost[];
  readonly containers: readonly RecordedContainer[];
  /** The calls of this run, oldest first; the last 20,000 of them. */
  readonly calls: readonly RecordedCall[];
  /** How many calls that were cut are still to take effect. */
  readonly underway: number;
}

const callsKept = 20_000;

export class CallLog {
  #step = 0;
  readonly calls: RecordedCall[] = [];

  begin(call: CallKind, method: string, path: string, at: Date): RecordedCall {
    this.#step += 1;
    const entry: RecordedCall = { step: this.#step, call, method, path, at };
    this.calls.push(entry);
    if (this.calls.length > callsKept) this.calls.shift();
    return entry;
  }
}

export function sandboxRecord(
  { world, log, clock, late }: { world: World; log: CallLog; clock: SandboxClock; late: LateCalls },
  statusOf: (container: Container, now: Date) => ContainerStatus,
): SandboxRecord {
  const username = (personId: string): string => world.people.get(personId)?.username ?? "";
  return {
    get posts() {
      late.catchUp(clock.now());
      return [...world.posts.values()].map(({ content, ...post }) => ({
        id: post.id,
        containerId: post.containerId,
        userId: post.personId,
        username: username(post.personId),
        mediaType: content.mediaType,
        text: content.text,
        link: content.link,
        imageUrl: content.imageUrl,
        videoUrl: content.videoUrl,
        altText: content.altText,
        topicTag: content.topicTag,
        replyToId: content.replyToId,
        repostOf: content.repostOf,
        replyControl: content.replyControl,
        countryCodes: content.countryCodes,
        isSpoiler: content.isSpoiler,
        children: post.children?.map((child) => ({
          id: child.id,
          containerId: child.containerId,
          mediaType: child.content.mediaType,
          imageUrl: child.content.imageUrl,
          videoUrl: child.content.videoUrl,
          altText: child.content.altText,
        })),
        shortcode: post.shortcode,
        publishedAt: post.publishedAt,
        goneAt: post.deletedAt ?? (goneBy(post.vanishesAt, clock.now()) ? post.vanishesAt : undefined),
      }));
    },
    get containers() {
      late.catchUp(clock.now());
      return [...world.containers.values()].map((container) => ({
        id: container.id,
        username: username(container.personId),
        mediaType: container.content.mediaType,
        text: container.content.text,
        isCarouselItem: container.content.isCarouselItem,
        createdAt: container.createdAt,
        status: statusOf(container, clock.now()),
        mediaId: container.mediaId,
      }));
    },
    get calls() {
      return [...log.calls];
    },
    get underway() {
      late.catchUp(clock.now());
      return late.count;
    },
  };
}

function goneBy(vanishesAt: Date | undefined, now: Date): boolean {
  return vanishesAt !== undefined && vanishesAt <= now;
}
