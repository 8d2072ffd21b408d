import type { GraphCall } from "../answer-call.ts";
import { caller } from "../oauth/check-token.ts";
import { badParameter, noSuchField, noSuchObject } from "../refusal.ts";
import type { Site } from "../site.ts";
import { success, type WireAnswer } from "../wire.ts";
import type { Person, Post } from "../world.ts";
import { valueGiven } from "./container-parameters.ts";
import { isListed } from "./post-life.ts";
import { ownProfile } from "./profile.ts";
import { pictureUrl } from "./profile-picture.ts";
import { readFields } from "./read-fields.ts";
import { instant, postList } from "./read-posts.ts";

/** The first instant that can be searched: 5 July 2023. */
const firstSearchable = new Date(1_688_540_400_000);
const searchedTypes: Readonly<Record<string, Post["content"]["mediaType"]>> = {
  TEXT: "TEXT",
  IMAGE: "IMAGE",
  VIDEO: "VIDEO",
};

/** What an app without App Review finds: its caller's own posts. */
export function searchPosts(call: GraphCall): WireAnswer {
  const { site, parameters } = call;
  const { person } = caller(call, "threads_keyword_search");
  const wanted = valueGiven(parameters, "q")?.toLowerCase();
  if (wanted === undefined) throw badParameter("The parameter q is required");
  oneOf(call, "search_type", ["TOP", "RECENT"]);
  const isTag = oneOf(call, "search_mode", ["KEYWORD", "TAG"]) === "TAG";
  const type = oneOf(call, "media_type", Object.keys(searchedTypes));
  const since = instant(call, "since");
  if (since !== undefined && since < firstSearchable)
    throw badParameter(`Param since must be at least ${firstSearchable.getTime() / 1000}`);
  if ((parameters.get("fields") ?? "").split(",").includes("owner")) throw noSuchField("owner");
  const author = valueGiven(parameters, "author_username")?.replace(/^@/, "");
  const until = instant(call, "until");
  const found = listed(site, person)
    .filter(({ content }) =>
      isTag ? content.topicTag?.toLowerCase() === wanted : content.text.toLowerCase().includes(wanted),
    )
    .filter(({ content }) => type === undefined || content.mediaType === searchedTypes[type])
    .filter(({ publishedAt }) => since === undefined || publishedAt >= since)
    .filter(({ publishedAt }) => until === undefined || publishedAt <= until);
  const isAuthor = author === undefined || author === person.username;
  return postList(call, isAuthor ? found : [], person.id, "keyword_search");
}

/** Where others name the caller, as everybody here is a tester. */
export function listMentions(call: GraphCall): WireAnswer {
  const { site } = call;
  const { person } = ownProfile(call, "threads_manage_mentions");
  const [since, until] = [instant(call, "since"), instant(call, "until")];
  const named = (text: string) =>
    [...text.toLowerCase().matchAll(/@([a-z0-9._]{1,30})/g)].some(
      ([, name = ""]) => name.replace(/\.+$/, "") === person.username,
    );
  const found = [...site.world.posts.values()]
    .filter((post) => post.personId !== person.id && isListed(site, post) && named(post.content.text))
    .filter((post) => since === undefined || post.publishedAt >= since)
    .filter((post) => until === undefined || post.publishedAt <= until)
    .reverse();
  return postList(call, found, person.id, `${person.id}/mentions`);
}

/**
 * A public profile by its name. Threads shows an app without App Review Meta's own profiles only, and nobody with fewer
 * than 100 followers; the sandbox shows those it has, since it has no others.
 */
export function lookUpProfile(call: GraphCall): WireAnswer {
  const { site, parameters } = call;
  caller(call, "threads_profile_discovery");
  const person = namedProfile(call);
  const now = site.clock.now().getTime();
  const isRecent = ({ publishedAt }: Post) => now - publishedAt.getTime() < 7 * 86_400_000;
  const own = new Map(listed(site, person).map((post) => [post.id, post]));
  const count = (of: (post: Post) => string | undefined) => () =>
    [...site.world.posts.values()].filter((post) => isRecent(post) && own.has(of(post) ?? "")).length;
  const known = {
    id: () => undefined,
    username: () => person.username,
    name: () => person.name,
    profile_picture_url: () => pictureUrl(site, person),
    biography: () => person.biography,
    is_verified: () => false,
    follower_count: () => 0,
    likes_count: () => 0,
    quotes_count: count(({ content }) => content.quotePostId),
    replies_count: count(({ content }) => content.replyToId),
    reposts_count: count(({ content }) => content.repostOf),
    views_count: () => 0,
  };
  const usual = Object.keys(known);
  return success(readFields(person, known, parameters.get("fields"), usual));
}

export function listProfilePosts(call: GraphCall): WireAnswer {
  const { person: reader } = caller(call, "threads_profile_discovery");
  const person = namedProfile(call);
  const posts = listed(call.site, person).filter(({ content }) => content.replyToId === undefined);
  return postList(call, posts, reader.id, "profile_posts");
}

/** A profile's posts, newest first. */
function listed(site: Site, person: Person): Post[] {
  return [...site.world.posts.values()]
    .filter((post) => post.personId === person.id && isListed(site, post))
    .reverse();
}

function namedProfile({ site, parameters }: GraphCall): Person {
  const username = valueGiven(parameters, "username")?.replace(/^@/, "").toLowerCase();
  if (username === undefined) throw badParameter("The parameter username is required");
  const person = site.world.personNamed(username);
  if (person === undefined) throw noSuchObject(username);
  return person;
}

function oneOf({ parameters }: GraphCall, name: string, values: readonly string[]): string | undefined {
  const given = valueGiven(parameters, name);
  if (given !== undefined && !values.includes(given))
    throw badParameter(`Param ${name} must be one of {${values.join(", ")}}`);
  return given;
}
