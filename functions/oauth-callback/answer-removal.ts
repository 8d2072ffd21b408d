import { makeDeletionCode } from "../core/deletion-code.ts";
import { FeedloomError } from "../core/errors.ts";
import { readSignedRequest, type SignedRequestVerdict } from "../core/signed-request.ts";
import { signingSecrets } from "../core/token.ts";
import type { HttpReply } from "../runtime/chain.ts";
import type { Services } from "../runtime/services.ts";
import { type Removal, removeAccount } from "./remove-account.ts";
import { bodyLimitInBytes, type CameBody, readSignedForm, type SignedForm } from "./signed-form.ts";

type Refusal = Exclude<SignedForm["kind"] | SignedRequestVerdict["kind"], "form" | "genuine">;

/** What is said to whoever sends us something else than Meta does. */
const refusals: Record<Refusal, { status: number; message: string }> = {
  "too-large": { status: 413, message: `The body is larger than ${bodyLimitInBytes} bytes.` },
  "too-long": { status: 413, message: "The signed_request is longer than any that Meta makes." },
  "not-a-form": {
    status: 400,
    message: "The body must be a form, application/x-www-form-urlencoded or multipart/form-data.",
  },
  "wrong-fields": { status: 400, message: "The form must have exactly one field, signed_request." },
  malformed: {
    status: 400,
    message: "The signed_request must be two parts of base64url, the second a JSON object.",
  },
  "bad-signature": { status: 400, message: "The signed_request is not signed for this app." },
  "wrong-algorithm": { status: 400, message: "The signed_request must name the algorithm HMAC-SHA256." },
  "no-user": { status: 400, message: "The signed_request must name a user_id, in digits." },
  "no-time": { status: 400, message: "The signed_request must say when it was issued_at, in Unix seconds." },
};

/**
 * Answers `POST /uninstall` and `POST /delete`, which Meta calls. Whoever else does learns nothing from it: without an app
 * secret every signature is a bad one, and a person whom we do not know is answered like one whom we do.
 *
 * @param origin - ours, such as `https://abc.example`.
 * @param hasTime - whether there is time for more before the answer.
 */
export async function answerRemoval(
  removal: Removal,
  came: CameBody,
  origin: string,
  hasTime: () => boolean,
  services: Services,
): Promise<HttpReply> {
  const form = readSignedForm(came);
  if (form.kind !== "form") return refuse(removal, form.kind, services);
  try {
    const app = await services.vault.readAppSecret();
    const verdict = readSignedRequest(form.signedRequest, signingSecrets(app));
    if (verdict.kind !== "genuine") return refuse(removal, verdict.kind, services);
    await removeAccount(verdict.request, removal, hasTime, services);
    if (removal === "uninstall" || app === undefined) return jsonReply(200, { status: "uninstalled" });
    const code = makeDeletionCode(app.clientSecret, verdict.request, services.clock.now());
    return jsonReply(200, { url: `${origin}/deletion/${code}`, confirmation_code: code });
  } catch (error) {
    if (!(error instanceof FeedloomError) || error.remedy !== "retry") throw error;
    // Said to a machine, and never "nothing was changed": a part of it may be done.
    services.log.error("a removal did not finish", { removal, code: error.code, words: error.message });
    return jsonReply(503, {
      error: "unavailable",
      message: "It is not finished yet. Please send it again, which goes on with it.",
    });
  }
}

function refuse(removal: Removal, why: Refusal, { log }: Services): HttpReply {
  log.warn("a callback was refused", { removal, why });
  const { status, message } = refusals[why];
  return jsonReply(status, { error: why, message });
}

function jsonReply(statusCode: number, body: Record<string, string>): HttpReply {
  return {
    statusCode,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "strict-transport-security": "max-age=31536000",
    },
    body: JSON.stringify(body),
  };
}
