import { html } from "hono/html";
import { isGone } from "../graph/post-life.ts";
import type { Site } from "../site.ts";
import type { Person, Post } from "../world.ts";
import { avatar } from "./avatar.ts";
import { type Html, pageFrame } from "./page-frame.ts";
import { postArticle } from "./post-article.ts";

/** What a profile lists: its posts that can be seen now, newest first; replies stand below theirs. */
export function postsOf(site: Site, person: Person): Post[] {
  const now = site.clock.now();
  return [...site.world.posts.values()]
    .filter((post) => post.personId === person.id && !isGone(post, now))
    .filter((post) => post.content.replyToId === undefined)
    .reverse();
}

export function profilePage(site: Site, person: Person): Html {
  const posts = postsOf(site, person);
  return pageFrame(
    `${person.name} (@${person.username}) · sandbox`,
    html`<section class="column">
<header class="profile">
<div>
<h1>${person.name}</h1>
<p class="username">${person.username}</p>
${person.biography === undefined ? "" : html`<p class="biography" dir="auto">${person.biography}</p>`}
<p class="count">${counted(posts.length)}</p>
</div>
${avatar(person, 84)}
</header>
${
  posts.length === 0
    ? html`<p class="empty"><strong>No posts yet</strong>What is published on this profile appears here.</p>`
    : posts.map((post) => postArticle(site, person, post, false))
}
</section>`,
  );
}

export function postPage(site: Site, person: Person, post: Post): Html {
  const replies = [...site.world.posts.values()].filter(
    (other) => other.content.replyToId === post.id && !isGone(other, site.clock.now()),
  );
  return pageFrame(
    `${person.name} on the sandbox`,
    html`<nav class="back"><a href="/@${person.username}">‹ ${person.username}</a></nav>
<section class="column">
${postArticle(site, person, post, true)}
${replies.map((reply) => {
  const author = site.world.people.get(reply.personId);
  return author === undefined ? "" : postArticle(site, author, reply, false);
})}
</section>`,
  );
}

export function counted(posts: number): string {
  return posts === 1 ? "1 post" : `${posts} posts`;
}
