import { html } from "hono/html";
import type { Site } from "../site.ts";
import { avatar } from "./avatar.ts";
import { type Html, pageFrame } from "./page-frame.ts";
import { counted, postsOf } from "./profile-page.ts";

/** The way in: who is here. */
export function frontPage(site: Site): Html {
  const people = [...site.world.people.values()];
  return pageFrame(
    "Sandbox",
    html`<section class="column">
<header class="profile"><div><h1>Profiles</h1>
<p class="biography">A stand-in for Threads. What is posted to it stays on this machine.</p></div></header>
${people.map(
  (person) => html`<a class="person" href="/@${person.username}">${avatar(person, 44)}
<span><strong>${person.username}</strong><span>${person.name}</span></span>
<span class="count">${counted(postsOf(site, person).length)}</span></a>`,
)}
</section>`,
  );
}

export function notFoundPage(): Html {
  return pageFrame(
    "Not found · sandbox",
    html`<section class="column"><p class="empty"><strong>Nothing here</strong>
The profile or post does not exist, or it is gone. <a href="/">See who is here</a></p></section>`,
  );
}
