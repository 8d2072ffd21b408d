import type { Parameters } from "../parameters.ts";
import { Refusal } from "../refusal.ts";
import type { Site } from "../site.ts";

/** Scopes this sandbox's app may ask for; others are dropped without a word, as Meta does. */
export const knownScopes = [
  "threads_basic",
  "threads_content_publish",
  "threads_delete",
  "threads_manage_replies",
  "threads_read_replies",
  "threads_manage_insights",
  "threads_manage_mentions",
  "threads_keyword_search",
  "threads_location_tagging",
  "threads_profile_discovery",
  "threads_share_to_instagram",
] as const;

/** What an app asks a person for, checked: only with this may anything be redirected. */
export interface ConsentRequest {
  clientId: string;
  redirectUri: string;
  scopes: readonly string[];
  state: string | undefined;
}

const appNotFound = 1349026;
const wrongAppId = 4476002;
const notATester = 1349245;
const unknownError = 1;

/**
 * Checks the authorize page's parameters.
 *
 * What is wrong with the app itself is never sent to the redirect URI: it is shown to the person,
 * as a page of JSON.
 *
 * @throws Refusal - shape "page", with the codes reported in fbsamples/threads_api#12, #14 and #17.
 */
export function consentRequest(site: Site, parameters: Parameters): ConsentRequest {
  const clientId = parameters.get("client_id") ?? "";
  if (!/^[0-9]+$/.test(clientId)) throw pageError(wrongAppId, "Invalid app ID");
  if (clientId !== site.app.clientId) throw pageError(appNotFound, "No application data");
  const redirectUri = parameters.get("redirect_uri") ?? "";
  if (!site.redirectUris.has(redirectUri)) throw badRedirect(site);
  const responseType = parameters.get("response_type") ?? "code";
  if (responseType !== "code") throw pageError(unknownError, "Invalid response_type");
  const scopes = (parameters.get("scope") ?? "").split(/[,\s]+/).filter((scope) => scope !== "");
  if (!scopes.includes("threads_basic"))
    throw pageError(unknownError, "Invalid scope: threads_basic is required");
  return { clientId, redirectUri, scopes, state: parameters.get("state") };
}

export function refuseNonTester(): Refusal {
  return pageError(notATester, "The user has not accepted the invite to test the app");
}

/** The scopes a person gives when they press Allow. */
export function grantedScopes(site: Site, requested: readonly string[]): string[] {
  const { grantedScopes: granted } = site.behaviour;
  const known = requested.filter((scope) => knownScopes.some((one) => one === scope));
  return granted === "as-requested" ? known : known.filter((scope) => granted.includes(scope));
}

function badRedirect(site: Site): Refusal {
  const message = "Invalid redirect_uri: it is not among the app's redirect callback URLs";
  if (site.behaviour.badRedirectAnswer === "flat") return pageError(unknownError, message);
  return new Refusal({ shape: "graph", http: 400, code: 100, type: "OAuthException", message });
}

function pageError(code: number, message: string): Refusal {
  return new Refusal({ shape: "page", code, message });
}
