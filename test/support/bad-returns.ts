import { createHmac } from "node:crypto";
import { makeState } from "../../functions/core/connect-state.ts";
import { Secret } from "../../functions/core/secret.ts";
import { type Asked, type Desk, metaClientSecret, signed } from "./a-callback-desk.ts";

const cookieName = "__Host-feedloom-connect";
const chance = { nonce: "bm9uY2UtMDEyMzQ1Njc4OQ", browser: "YnJvd3Nlci0wMTIzNDU2Nzg5" };
/** A state and its cookie, made with any secret, with a code beside it that Meta never gave. */
export function made(desk: Desk, secret = desk.sandbox.app.clientSecret) {
  const { state, cookie } = makeState(new Secret(secret), chance, desk.clock.now());
  return { query: { state, code: "AQsomething" }, cookies: [`${cookieName}=${cookie}`] };
}

export const forged = [400, "This link is not one of ours"] as const;
const [expired, otherBrowser] = [
  [400, "This link has expired"],
  [400, "This link belongs to another browser"],
] as const;
const unreadable = [400, "This request cannot be read"] as const;

/** The status, and a sentence on the page. */
export type Answer = readonly [status: number, sentence: string];
type Build = (desk: Desk, came: ReturnType<typeof made>) => unknown;

/** Whoever comes to `GET /callback` with a state that is not genuine: nothing at all is written, not even that it came. */
export const badStates: [string, Answer, Build][] = [
  ["nothing at all", forged, () => ({})],
  ["a code and no state", forged, (_, { query, cookies }) => ({ query: { code: query.code }, cookies })],
  ["an empty state", forged, (_, { query, cookies }) => ({ query: { ...query, state: "" }, cookies })],
  ["a state made up", forged, (_, came) => withState(came, () => "state")],
  ["a state without its last letter", forged, (_, came) => withState(came, (state) => state.slice(0, -1))],
  ["a state with a letter more", forged, (_, came) => withState(came, (state) => `${state}0`)],
  ["a state without its signature", forged, (_, came) => withState(came, (state) => cut(state, 3))],
  ["another signature", forged, (_, came) => withState(came, (state) => changed(state, 3))],
  ["another nonce", forged, (_, came) => withState(came, (state) => changed(state, 0))],
  ["a later end", forged, (_, came) => withState(came, (state) => changed(state, 1))],
  ["another browser's mark in the state", forged, (_, came) => withState(came, (state) => changed(state, 2))],
  ["its parts swapped", forged, (_, came) => withState(came, (state) => swapped(state))],
  ["a state in capitals", forged, (_, came) => withState(came, (state) => state.toUpperCase())],
  ["a state of letters that look alike", forged, (_, came) => withState(came, (s) => s.replace(/e/g, "е"))],
  ["a state with half a character", forged, (_, came) => withState(came, (state) => `${state}\ud800`)],
  ["a state with a zero byte", forged, (_, came) => withState(came, (state) => `${state}\0`)],
  ["a state with a line end", forged, (_, came) => withState(came, (state) => `${state}\n`)],
  ["two states", forged, (_, came) => withState(came, (state) => `${state},${state}`)],
  ["a state of a megabyte", forged, (_, came) => withState(came, () => "a".repeat(1_000_000))],
  ["a state that another secret signed", forged, (desk) => made(desk, "another-secret-of-an-app")],
  ["a state that the Meta app's secret signed", forged, (desk) => made(desk, metaClientSecret)],
  [
    "a state signed with the secret itself",
    forged,
    (desk, came) => withState(came, (s) => resigned(desk, s)),
  ],
  ["a signed_request as state", forged, (desk, came) => withState(came, () => signed(desk))],
  ["a denial with no state", forged, (_, { cookies }) => ({ query: { error: "access_denied" }, cookies })],
  ["a state of eleven minutes ago", expired, (desk, came) => later(desk, came, 11)],
  ["no cookie", otherBrowser, (_, { query }) => ({ query })],
  ["an empty cookie", otherBrowser, (_, { query }) => ({ query, cookies: [`${cookieName}=`] })],
  ["another browser's cookie", otherBrowser, (_, came) => withCookie(came, () => `${cookieName}=another`)],
  [
    "the cookie under another name",
    otherBrowser,
    (_, came) => withCookie(came, (c) => c.replace("__Host-", "")),
  ],
  ["the cookie in capitals", otherBrowser, (_, came) => withCookie(came, (c) => c.toUpperCase())],
  ["the cookie under a longer name", otherBrowser, (_, came) => withCookie(came, (c) => `x${c}`)],
  ["a cookie of a megabyte", otherBrowser, (_, came) => withCookie(came, (c) => c.repeat(15_000))],
  ["the mark instead of the cookie", otherBrowser, (_, came) => withCookie(came, () => markOf(came))],
  [
    "a genuine state and no code",
    forged,
    (_, { query, cookies }) => ({ query: { state: query.state }, cookies }),
  ],
  ["a genuine state and an empty code", forged, (_, came) => withCode(came, "")],
  ["a genuine state and nothing but Meta's fragment", forged, (_, came) => withCode(came, "#_")],
  ["a genuine state and a code of a megabyte", forged, (_, came) => withCode(came, "a".repeat(1_000_000))],
  ["a genuine state and a code with blanks", forged, (_, came) => withCode(came, "AQ a\r\nX-A: b")],
  ["a genuine state and a code in Greek", forged, (_, came) => withCode(came, "κωδικός")],
  ["lists instead of values", unreadable, (_, { query }) => ({ query: { state: [query.state] } })],
  ["a cookie that is no list", unreadable, (_, { query }) => ({ query, cookies: "a=b" })],
];

const part = (state: string, index: number, change: (part: string) => string) =>
  state
    .split(".")
    .map((text, at) => (at === index ? change(text) : text))
    .join(".");
const changed = (state: string, index: number) =>
  part(state, index, (text) => `${text.startsWith("a") ? "b" : "a"}${text.slice(1)}`);
const cut = (state: string, parts: number) => state.split(".").slice(0, parts).join(".");
const swapped = (state: string) => {
  const [nonce, expiry, browser, signature] = state.split(".");
  return [nonce, expiry, signature, browser].join(".");
};
const resigned = ({ sandbox }: Desk, state: string) =>
  `${cut(state, 3)}.${createHmac("sha256", sandbox.app.clientSecret).update(cut(state, 3)).digest("hex")}`;
const withState = (came: ReturnType<typeof made>, change: (state: string) => string) => ({
  ...came,
  query: { ...came.query, state: change(came.query.state) },
});
const withCode = (came: ReturnType<typeof made>, code: string) => ({
  ...came,
  query: { ...came.query, code },
});
const withCookie = ({ query, cookies }: ReturnType<typeof made>, change: (cookie: string) => string) => ({
  query,
  cookies: cookies.map(change),
});
const markOf = ({ query }: ReturnType<typeof made>) => `${cookieName}=${query.state.split(".")[2]}`;
const later = ({ clock }: Desk, came: ReturnType<typeof made>, minutes: number) => {
  clock.advance({ minutes });
  return came;
};
/** What a hostile event looks like is not typed. */
export function raw(event: unknown): Asked {
  return Object.assign<Asked, unknown>({}, event);
}
