import { type ConsentForm, consentForm } from "./consent-form.ts";
import { CookieJar } from "./cookie-jar.ts";

export interface Visit {
  /** Who presses the button; whoever the page has logged in when missing. */
  username?: string;
  decision: "allow" | "deny";
  /** For a test that wants to see or change what is asked. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

export interface VisitEnd {
  status: number;
  /** Masked, like `passed`. */
  url: string;
  html: string;
  /** Every address in order, with the values of code and state masked. */
  passed: string[];
}

const mostSteps = 20;

/**
 * Stands in for the person with a browser: opens an address, follows it to the consent page,
 * presses a button there, and follows back to wherever that ends.
 *
 * A page that is no consent page, such as an error, is where the visit ends. Loopback only, so
 * that a wrong address never meets the real Threads.
 */
export async function visitConsent(startUrl: string, visit: Visit): Promise<VisitEnd> {
  const jar = new CookieJar();
  const passed: string[] = [];
  let url = new URL(startUrl);
  let from: URL | undefined;
  let form: ConsentForm | undefined;
  let hasDecided = false;
  for (let step = 0; step < mostSteps; step += 1) {
    if (!isLoopback(url)) throw new Error(`the visitor stays on loopback and was sent to ${masked(url)}`);
    passed.push(masked(url));
    const response = await open(visit, url, jar.header(url, from), form);
    jar.take(url, response.headers.getSetCookie());
    const location = response.headers.get("location");
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel();
      [from, form] = [url, undefined];
      url = new URL(location, url);
      continue;
    }
    const html = await response.text();
    const asked = hasDecided ? undefined : consentForm(html, visit.decision, visit.username);
    if (asked === undefined) return { status: response.status, url: masked(url), html, passed };
    hasDecided = true;
    [from, form] = [url, asked];
    url = new URL(asked.action, url);
  }
  throw new Error(`the visitor was redirected ${mostSteps} times, last to ${masked(url)}`);
}

function open(visit: Visit, url: URL, cookies: string, form: ConsentForm | undefined): Promise<Response> {
  const address = new URL(url);
  // A browser keeps the fragment to itself.
  address.hash = "";
  const headers: Record<string, string> = { Accept: "text/html,*/*;q=0.8" };
  if (cookies !== "") headers.Cookie = cookies;
  const init: RequestInit = { redirect: "manual", headers };
  if (form !== undefined) Object.assign(init, { method: "POST", body: form.fields });
  return (visit.fetch ?? fetch)(address.href, init);
}

function masked(url: URL): string {
  const shown = new URL(url);
  for (const name of ["code", "state"]) if (shown.searchParams.has(name)) shown.searchParams.set(name, "***");
  return shown.href;
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
