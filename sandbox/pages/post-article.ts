import { html } from "hono/html";
import { permalink } from "../graph/post-life.ts";
import type { Site } from "../site.ts";
import type { Card, Content, Person, Post } from "../world.ts";
import { avatar } from "./avatar.ts";
import { exactMoment, moment } from "./moment.ts";
import type { Html } from "./page-frame.ts";
import { richText } from "./rich-text.ts";

/** A post as a reader of Threads sees it. @param isAlone - on its own page the exact time is written out. */
export function postArticle(site: Site, person: Person, post: Post, isAlone: boolean): Html {
  const { content } = post;
  const address = new URL(permalink(site, post)).pathname;
  return html`<article class="post" id="${post.shortcode}">
<a class="face" href="/@${person.username}" tabindex="-1" aria-hidden="true">${avatar(person, 40)}</a>
<div class="body">
<header>
<a class="name" href="/@${person.username}">${person.username}</a>${topic(content)}
<a class="when" href="${address}">${moment(post.publishedAt, site.clock.now())}</a>
</header>
${content.text === "" ? "" : html`<p class="text" dir="auto">${richText(content.text)}</p>`}
${picture(content)}
${poll(content)}
${content.card === undefined ? "" : linkCard(content.card)}
${isAlone ? html`<p class="exact">${exactMoment(post.publishedAt)}</p>` : ""}
</div>
</article>`;
}

function topic({ topicTag, isTopicFromText }: Content): Html | "" {
  if (topicTag === undefined || isTopicFromText) return "";
  return html`<span class="topic"><span class="sign" aria-label="on the topic">›</span>${topicTag}</span>`;
}

function picture({ picture, altText, isSpoiler }: Content): Html | "" {
  if (picture === undefined) return "";
  return html`<figure class="picture${isSpoiler ? " spoiler" : ""}">
<img src="/media/${picture.file}" width="${picture.width}" height="${picture.height}" alt="${altText ?? ""}">
${altText === undefined ? "" : html`<figcaption title="${altText}">ALT</figcaption>`}
</figure>`;
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
