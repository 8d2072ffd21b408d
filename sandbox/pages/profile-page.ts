import { html } from "hono/html";
import { isGone } from "../graph/post-life.ts";
import type { Site } from "../site.ts";
import type { Person, Post } from "../world.ts";
import { avatar } from "./avatar.ts";
import { type Html, pageFrame } from "./page-frame.ts";
import { plannedFaults } from "./planned-faults.ts";
import { postArticle } from "./post-article.ts";
import { linesAbove, linesUnder } from "./thread.ts";

/** What a profile lists: its posts that can be seen now, newest first; a chain counts as its first. */
export function postsOf(site: Site, person: Person): Post[] {
  const now = site.clock.now();
  return [...site.world.posts.values()]
    .filter((post) => post.personId === person.id && !isGone(post, now))
    .filter((post) => post.content.replyToId === undefined)
    .reverse();
}

/** Below each post stand its author's own replies to it: a chain is one piece of writing. */
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
${plannedFaults(site)}
${
  posts.length === 0
    ? html`<p class="empty"><strong>No posts yet</strong>What is published on this profile appears here.</p>`
    : posts.flatMap((post) => linesUnder(site, post, person.id)).map((line) => postArticle(site, line, false))
}
</section>`,
  );
}

/** A post between what it answers and what answers it. */
export function postPage(site: Site, person: Person, post: Post): Html {
  const lines = [...linesAbove(site, post), ...linesUnder(site, post)];
  return pageFrame(
    `${person.name} on the sandbox`,
    html`<nav class="back"><a href="/@${person.username}">‹ ${person.username}</a></nav>
<h1 class="unseen">A post by ${person.name}</h1>
<section class="column">
${lines.map((line) => postArticle(site, line, line.post.id === post.id))}
</section>`,
  );
}

export function counted(posts: number): string {
  return posts === 1 ? "1 post" : `${posts} posts`;
}
