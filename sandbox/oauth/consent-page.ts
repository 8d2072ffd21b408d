import { html } from "hono/html";
import { type Html, pageFrame } from "../pages/page-frame.ts";
import type { Person } from "../world.ts";
import type { ConsentRequest } from "./consent-request.ts";

const inWords: Readonly<Record<string, string>> = {
  threads_basic: "See your profile and posts",
  threads_content_publish: "Publish posts for you",
  threads_delete: "Delete your posts",
  threads_manage_replies: "Reply, and manage replies to you",
  threads_read_replies: "Read replies to your posts",
  threads_manage_insights: "See figures about your posts",
};

/** The page where a person is asked. The first person is the one logged in. */
export function consentPage(
  request: ConsentRequest,
  people: readonly Person[],
  scopes: readonly string[],
): Html {
  return pageFrame(
    "Allow access? · sandbox",
    html`<section class="column consent">
<h1>Allow this app to use your profile?</h1>
<p class="biography">It will send you back to <strong>${new URL(request.redirectUri).host}</strong>.</p>
<form method="post" action="/oauth/authorize">
<input type="hidden" name="client_id" value="${request.clientId}">
<input type="hidden" name="redirect_uri" value="${request.redirectUri}">
<input type="hidden" name="scope" value="${request.scopes.join(",")}">
${request.state === undefined ? "" : html`<input type="hidden" name="state" value="${request.state}">`}
<ul class="scopes">${scopes.map((scope) => html`<li>${inWords[scope] ?? scope}</li>`)}</ul>
${whoIsAsked(people)}
<p class="decision"><button name="decision" value="allow">Allow</button>
<button name="decision" value="deny" class="quiet">Don’t allow</button></p>
</form>
</section>`,
  );
}

function whoIsAsked(people: readonly Person[]): Html {
  const [only, ...others] = people;
  if (only !== undefined && others.length === 0)
    return html`<p class="as">Logged in as <strong>${only.username}</strong></p>
<input type="hidden" name="username" value="${only.username}">`;
  return html`<label class="as">Logged in as
<select name="username">${people.map((one) => html`<option value="${one.username}">${one.username}</option>`)}</select></label>`;
}
