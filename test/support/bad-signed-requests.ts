import { createHmac } from "node:crypto";
import { signedAs, signedRequest, type Tampering, tamperings } from "../../sandbox/signed-request.ts";
import { type Desk, genuine, signed, signedForm } from "./a-callback-desk.ts";
import { made } from "./bad-returns.ts";

/** What is sent instead of a genuine request: body and content type, and the answer. */
interface BadPost {
  body?: string;
  contentType?: string;
  isBase64Encoded?: boolean;
  status?: number;
  error: string;
}
type BuildPost = (desk: Desk) => BadPost;
const form = (signedText: string, error: string): BadPost => ({ body: signedForm(signedText), error });
const withPayload = (desk: Desk, change: object, error: string): BadPost =>
  form(
    signedRequest({ ...genuine(desk.userId, desk.clock.now()), ...change }, desk.sandbox.app.clientSecret),
    error,
  );
const encoded = (desk: Desk, text: string | Buffer, error: string): BadPost =>
  form(signedAs(Buffer.from(text).toString("base64url"), desk.sandbox.app.clientSecret), error);

const malformed: Tampering[] = [
  "no-signature",
  "overpadded-signature",
  "overpadded-payload",
  "part-too-many",
  "blank-inside",
  "line-end",
];

/** Those that nobody needs a secret for: answered alike whether there is one or not. */
export const forgeries: [string, BuildPost][] = [
  ...Object.entries(tamperings).map(([name, tamper]): [string, BuildPost] => [
    `a genuine one with its ${name.replaceAll("-", " ")}`,
    (desk) => {
      // One whose signature has a letter that the standard alphabet writes otherwise.
      const texts = Array.from({ length: 64 }, (_, n) =>
        signedRequest({ ...genuine(desk.userId, desk.clock.now()), n }, desk.sandbox.app.clientSecret),
      );
      const text = texts.find((one) => /[-_].*\./.test(one) && /[A-Za-z0-9]\./.test(one)) ?? "";
      const error =
        malformed.some((one) => one === name) || name === "standard-alphabet" ? "malformed" : "bad-signature";
      return form(tamper(text), error);
    },
  ]),
  [
    "one that another secret signed",
    (desk) => form(signedRequest(genuine(desk.userId, desk.clock.now()), "another-secret"), "bad-signature"),
  ],
  [
    "one that the empty secret signed",
    (desk) => form(signedRequest(genuine(desk.userId, desk.clock.now()), ""), "bad-signature"),
  ],
  [
    "one that the app's id signed",
    (desk) =>
      form(signedRequest(genuine(desk.userId, desk.clock.now()), desk.sandbox.app.clientId), "bad-signature"),
  ],
  [
    "one with the algorithm none and no signature",
    (desk) =>
      form(
        `.${Buffer.from(JSON.stringify({ ...genuine(desk.userId, desk.clock.now()), algorithm: "none" })).toString("base64url")}`,
        "malformed",
      ),
  ],
  [
    "one with the algorithm none and any signature",
    (desk) =>
      form(
        signedRequest({ ...genuine(desk.userId, desk.clock.now()), algorithm: "none" }, "any"),
        "bad-signature",
      ),
  ],
  ["one signed with SHA-512", (desk) => form(hashedWith("sha512", desk), "bad-signature")],
  ["one signed with SHA-1", (desk) => form(hashedWith("sha1", desk), "bad-signature")],
  ["one signed over what it stands for", (desk) => form(signedDecoded(desk), "bad-signature")],
  ["a state of a connect", (desk) => form(made(desk).query.state, "malformed")],
  ["an empty one", () => form("", "malformed")],
  ["a dot", () => form(".", "malformed")],
  ["a single part", () => form("abc", "malformed")],
  ["one of letters that look alike", (desk) => form(signed(desk).replace(/e/g, "е"), "malformed")],
  ["one with a zero byte", (desk) => form(`${signed(desk)}\0`, "malformed")],
  [
    "bytes that are no text",
    (desk) => ({ body: `signed_request=${signed(desk)}\xff\xfe`, error: "malformed" }),
  ],
  ["broken percent signs", (desk) => ({ body: `signed_request=${signed(desk)}%zz%`, error: "malformed" })],
  [
    "one longer than any",
    (desk) => ({ ...form(`${signed(desk)}${"a".repeat(5000)}`, "too-long"), status: 413 }),
  ],
  [
    "a body of nine kilobytes",
    (desk) => ({ ...form(`${signed(desk)}${"a".repeat(9000)}`, "too-large"), status: 413 }),
  ],
  ["a body of two megabytes", () => ({ body: "a=".repeat(1_000_000), error: "too-large", status: 413 })],
  ["no body", () => ({ error: "wrong-fields" })],
  [
    "another field beside it",
    (desk) => ({ body: `${signedForm(signed(desk))}&user_id=1`, error: "wrong-fields" }),
  ],
  [
    "the field twice",
    (desk) => ({ body: `${signedForm(signed(desk))}&${signedForm(signed(desk))}`, error: "wrong-fields" }),
  ],
  ["the field in capitals", (desk) => ({ body: `SIGNED_REQUEST=${signed(desk)}`, error: "wrong-fields" })],
  ["the field as a list", (desk) => ({ body: `signed_request[]=${signed(desk)}`, error: "wrong-fields" })],
  ["a user id and nothing signed", (desk) => ({ body: `user_id=${desk.userId}`, error: "wrong-fields" })],
  [
    "JSON",
    (desk) => ({
      body: JSON.stringify({ signed_request: signed(desk) }),
      contentType: "application/json",
      error: "not-a-form",
    }),
  ],
  [
    "JSON with a user id",
    (desk) => ({
      body: JSON.stringify({ user_id: desk.userId }),
      contentType: "application/json",
      isBase64Encoded: false,
      error: "not-a-form",
    }),
  ],
  [
    "a multipart form cut off",
    (desk) => ({
      body: `--a\r\nContent-Disposition: form-data; name="signed_request"\r\n\r\n${signed(desk)}`,
      contentType: "multipart/form-data; boundary=a",
      error: "not-a-form",
    }),
  ],
  [
    "a multipart form without its boundary",
    (desk) => ({
      body: `--a\r\nContent-Disposition: form-data; name="signed_request"\r\n\r\n${signed(desk)}\r\n--a--\r\n`,
      contentType: "multipart/form-data",
      error: "not-a-form",
    }),
  ],
  [
    "a multipart form with a file for its field",
    (desk) => ({
      body: `--a\r\nContent-Disposition: form-data; name="signed_request"; filename="x"\r\n\r\n${signed(desk)}\r\n--a--\r\n`,
      contentType: "multipart/form-data; boundary=a",
      error: "wrong-fields",
    }),
  ],
  [
    "plain text",
    (desk) => ({ body: signedForm(signed(desk)), contentType: "text/plain", error: "not-a-form" }),
  ],
  ["no content type", (desk) => ({ body: signedForm(signed(desk)), contentType: "", error: "not-a-form" })],
  [
    "a content type that begins alike",
    (desk) => ({
      body: signedForm(signed(desk)),
      contentType: "application/x-www-form-urlencoded-not",
      error: "not-a-form",
    }),
  ],
];

/** Those that only somebody with the secret can send; Meta never would. */
export const oddities: [string, BuildPost][] = [
  ["the algorithm none", (desk) => withPayload(desk, { algorithm: "none" }, "wrong-algorithm")],
  ["the algorithm HMAC-SHA512", (desk) => withPayload(desk, { algorithm: "HMAC-SHA512" }, "wrong-algorithm")],
  ["no algorithm", (desk) => withPayload(desk, { algorithm: undefined }, "wrong-algorithm")],
  ["a list of algorithms", (desk) => withPayload(desk, { algorithm: ["HMAC-SHA256"] }, "wrong-algorithm")],
  ["no user id", (desk) => withPayload(desk, { user_id: undefined }, "no-user")],
  ["an empty user id", (desk) => withPayload(desk, { user_id: "" }, "no-user")],
  ["a user id of letters", (desk) => withPayload(desk, { user_id: "me" }, "no-user")],
  ["a user id with a blank", (desk) => withPayload(desk, { user_id: `${desk.userId} ` }, "no-user")],
  ["a user id in Arabic digits", (desk) => withPayload(desk, { user_id: "٢٤٥" }, "no-user")],
  ["a user id of a thousand digits", (desk) => withPayload(desk, { user_id: "2".repeat(1000) }, "no-user")],
  ["a user id below zero", (desk) => withPayload(desk, { user_id: -5 }, "no-user")],
  ["a user id with a fraction", (desk) => withPayload(desk, { user_id: 1.5 }, "no-user")],
  ["a user id as a list", (desk) => withPayload(desk, { user_id: [desk.userId] }, "no-user")],
  [
    "a user id that is a number too large to be kept",
    (desk) => encoded(desk, `{"user_id":${desk.userId},"algorithm":"HMAC-SHA256","issued_at":1}`, "no-user"),
  ],
  ["no time", (desk) => withPayload(desk, { issued_at: undefined }, "no-time")],
  ["a time in words", (desk) => withPayload(desk, { issued_at: "today" }, "no-time")],
  ["a time beyond all dates", (desk) => withPayload(desk, { issued_at: 1e15 }, "no-time")],
  ["null", (desk) => encoded(desk, "null", "malformed")],
  ["a list", (desk) => encoded(desk, "[]", "malformed")],
  ["a text", (desk) => encoded(desk, '"17"', "malformed")],
  ["no JSON", (desk) => encoded(desk, "user_id=17", "malformed")],
  [
    "bytes that are no UTF-8",
    (desk) => encoded(desk, Buffer.from('{"user_id":"\xff"}', "latin1"), "malformed"),
  ],
  ["a byte order mark", (desk) => encoded(desk, "\ufeff{}", "malformed")],
  [
    "stray bits in its last letter",
    (desk) => form(signedAs("e31", desk.sandbox.app.clientSecret), "malformed"),
  ],
  ["one letter", (desk) => form(signedAs("e", desk.sandbox.app.clientSecret), "malformed")],
];

const hashedWith = (hash: string, desk: Desk) => {
  const [, payload = ""] = signed(desk).split(".");
  return `${createHmac(hash, desk.sandbox.app.clientSecret).update(payload).digest("base64url")}.${payload}`;
};
const signedDecoded = (desk: Desk) => {
  const [, payload = ""] = signed(desk).split(".");
  const json = Buffer.from(payload, "base64url");
  return `${createHmac("sha256", desk.sandbox.app.clientSecret).update(json).digest("base64url")}.${payload}`;
};
