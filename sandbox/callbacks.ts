import * as z from "zod";
import { unixSeconds } from "./clock.ts";
import { isLoopback } from "./fetching/bounded-fetch.ts";
import { endTokens } from "./oauth/issue-token.ts";
import { type SignedPayload, signedRequest } from "./signed-request.ts";
import type { Site } from "./site.ts";

/** What the app has in the two fields of its use case on the dashboard. */
export interface CallbackUrls {
  uninstall?: string;
  deletion?: string;
}

/** How a callback is sent when not as Meta would. */
export interface Sending {
  /** What becomes of the genuine `signed_request` on its way; `tamperings` has the usual ones. */
  tamper?: (genuine: string) => string;
  /** Instead of the app's own. */
  secret?: string;
  /** In place of what Meta would say, or beside it. */
  payload?: SignedPayload;
}

/** What came back, and what Meta would say to it. */
export interface CallbackAnswer {
  status: number;
  body: string;
  /** As it was sent: for sending it again. */
  signedRequest: string;
  /** What Meta would not accept; missing when all is well. */
  complaint?: string;
  /** Of a deletion that was answered well: where the person can look, and the code. */
  url?: string;
  confirmationCode?: string;
}

/** A confirmation code is "alphanumeric" in Meta's words. @see https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback (read 2026-04) */
const deletionAnswer = z.object({
  url: z.url({ protocol: /^https?$/ }),
  confirmation_code: z.string().regex(/^[0-9a-zA-Z]+$/),
});

/** Longer than any app may think about it. How long Meta waits is not known. */
const patienceMs = 10_000;

/** What Meta tells an app behind its people's back: that one has removed it, or wants to be forgotten. */
export class Callbacks {
  readonly #site: Site;
  readonly #urls: CallbackUrls = {};

  constructor(site: Site) {
    this.#site = site;
  }

  register(urls: CallbackUrls): void {
    Object.assign(this.#urls, urls);
  }

  /** The person removes the app in the settings: its tokens end, and the app is told. */
  uninstall(personId: string, sending: Sending = {}): Promise<CallbackAnswer> {
    this.#leave(personId);
    return this.send("uninstall", this.#signed(personId, sending));
  }

  /** The person asks that the app delete what it knows of them, which ends its tokens as well. */
  requestDeletion(personId: string, sending: Sending = {}): Promise<CallbackAnswer> {
    this.#leave(personId);
    return this.send("deletion", this.#signed(personId, sending));
  }

  /** Sends a `signed_request`, perhaps not for the first time, and judges the answer. */
  async send(kind: keyof CallbackUrls, signedText: string): Promise<CallbackAnswer> {
    const url = this.#urls[kind];
    if (url === undefined) throw new Error(`no ${kind} callback is registered; use registerCallbacks`);
    if (!isLoopback(new URL(url))) throw new Error(`the sandbox stays on loopback and was to call ${url}`);
    const response = await fetch(url, {
      method: "POST",
      body: new URLSearchParams({ signed_request: signedText }),
      redirect: "manual",
      signal: AbortSignal.timeout(patienceMs),
    });
    const body = await response.text();
    return {
      status: response.status,
      body,
      signedRequest: signedText,
      ...judged(kind, response.status, body),
    };
  }

  #leave(personId: string): void {
    endTokens(this.#site, personId, "removed");
    this.#site.save();
  }

  #signed(personId: string, { tamper, secret, payload }: Sending): string {
    const said: SignedPayload = {
      user_id: personId,
      algorithm: "HMAC-SHA256",
      issued_at: unixSeconds(this.#site.clock.now()),
      ...payload,
    };
    const text = signedRequest(said, secret ?? this.#site.app.clientSecret);
    return tamper === undefined ? text : tamper(text);
  }
}

function judged(
  kind: keyof CallbackUrls,
  status: number,
  body: string,
): Pick<CallbackAnswer, "complaint" | "url" | "confirmationCode"> {
  if (status !== 200) return { complaint: `HTTP ${status} instead of 200` };
  if (kind === "uninstall") return {};
  const read = deletionAnswer.safeParse(parsed(body));
  if (!read.success) return { complaint: "no JSON with url and an alphanumeric confirmation_code" };
  return { url: read.data.url, confirmationCode: read.data.confirmation_code };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
