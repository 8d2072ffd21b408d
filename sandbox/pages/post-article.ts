import { html } from "hono/html";
import { isGone, permalink } from "../graph/post-life.ts";
import type { Site } from "../site.ts";
import type { Card, Content, Post } from "../world.ts";
import { avatar } from "./avatar.ts";
import { exactMoment, moment } from "./moment.ts";
import type { Html } from "./page-frame.ts";
import { postMedia } from "./post-media.ts";
import { richText } from "./rich-text.ts";
import type { Line } from "./thread.ts";

/** A post as a reader of Threads sees it. @param isAlone - on its own page the exact time is written out. */
export function postArticle(site: Site, { post, leads, answers }: Line, isAlone: boolean): Html {
  const { content } = post;
  const person = site.world.people.get(post.personId);
  const lead = leads ? " leads" : "";
  if (person === undefined || isGone(post, site.clock.now())) return goneArticle(lead);
  const address = new URL(permalink(site, post)).pathname;
  return html`<article class="post${lead}" id="${post.shortcode}">
<a class="face" href="/@${person.username}" tabindex="-1" aria-hidden="true">${avatar(person, 40)}</a>
<div class="body">
<header>
<a class="name" href="/@${person.username}">${person.username}</a>${topic(content)}
<a class="when" href="${address}">${moment(post.publishedAt, site.clock.now())}</a>
</header>
${content.repostOf === undefined ? "" : html`<p class="answers">Reposted ${reposted(site, content.repostOf)}</p>`}
${answers === undefined ? "" : html`<p class="answers">In reply to <a href="#${answers.shortcode}">${beginning(answers)}</a></p>`}
${content.text === "" ? "" : html`<p class="text" dir="auto">${richText(content.text)}</p>`}
${postMedia(post)}
${poll(content)}
${content.card === undefined ? "" : linkCard(content.card)}
${isAlone ? html`<p class="exact">${[exactMoment(post.publishedAt), ...audience(content)].join(" · ")}</p>` : ""}
</div>
</article>`;
}

function goneArticle(lead: string): Html {
  return html`<article class="post gone${lead}"><span class="face"><span class="nobody"></span></span>
<p class="body">This post is gone.</p></article>`;
}

function reposted(site: Site, id: string): Html | string {
  const post = site.world.posts.get(id);
  if (post === undefined || isGone(post, site.clock.now())) return "a post that is gone";
  return html`<a href="${new URL(permalink(site, post)).pathname}">${beginning(post)}</a>`;
}

/** Enough of a post to know it by. */
function beginning({ content: { text, mediaType } }: Post): string {
  const [line = ""] = text.trim().split("\n");
  if (line === "") return mediaType === "VIDEO" ? "a video" : "a picture";
  const characters = [...line];
  return characters.length > 40 ? `${characters.slice(0, 39).join("")}…` : line;
}

const repliesFrom: Readonly<Record<string, string>> = {
  accounts_you_follow: "profiles this one follows",
  mentioned_only: "mentioned profiles",
  parent_post_author_only: "the author of the post above",
  followers_only: "followers",
};
const regions = new Intl.DisplayNames("en-GB", { type: "region" });
const listed = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** Who may answer and who may see, where that is not everybody. */
function audience({ replyControl, countryCodes }: Content): string[] {
  const from = repliesFrom[replyControl ?? ""];
  const replies = from === undefined ? [] : [`replies from ${from} only`];
  if (countryCodes === undefined) return replies;
  const countries = countryCodes.map((code) => regions.of(code) ?? code);
  return [...replies, `shown in ${listed.format(countries)} only`];
}

function topic({ topicTag, isTopicFromText }: Content): Html | "" {
  if (topicTag === undefined || isTopicFromText) return "";
  return html`<span class="topic"><span class="sign" aria-label="on the topic">›</span>${topicTag}</span>`;
}

function poll({ poll }: Content): Html | "" {
  if (poll === undefined) return "";
  return html`<ul class="poll">${Object.values(poll).map((option) => html`<li>${option}</li>`)}</ul>`;
}

function linkCard({ url, host, path, title, picture }: Card): Html {
  return html`<a class="card" href="${url}" rel="nofollow noopener noreferrer">
${picture === undefined ? "" : html`<img src="/media/${picture.file}" width="${picture.width}" height="${picture.height}" alt="">`}
<span class="words"><span class="host">${host}</span>
<span class="title" dir="auto">${title ?? (path === "" ? host : path)}</span></span>
</a>`;
}
