/** Meta's own bodies are some 200 bytes. A choice of ours, far below what the host lets through. */
export const bodyLimitInBytes = 8192;

/** A body as it comes in API Gateway's payload. */
export interface CameBody {
  contentType: string;
  body: string;
  /** API Gateway hands over forms like this, and everything else that it does not take for text. */
  isBase64Encoded: boolean;
}

export type SignedForm =
  | { kind: "form"; signedRequest: string }
  | { kind: "too-large" }
  | { kind: "not-a-form" }
  /** Not exactly one field, named `signed_request`. */
  | { kind: "wrong-fields" };

/** Reads the one kind of body that Meta sends to us: a form with one field, `signed_request`. What it says is not judged. */
export function readSignedForm(came: CameBody): SignedForm {
  const bytes = Buffer.from(came.body, came.isBase64Encoded ? "base64" : "utf8");
  if (bytes.length > bodyLimitInBytes) return { kind: "too-large" };
  const [mediaType = ""] = came.contentType.split(";");
  if (mediaType.trim().toLowerCase() !== "application/x-www-form-urlencoded") return { kind: "not-a-form" };
  const [field, another] = [...new URLSearchParams(bytes.toString("latin1"))];
  if (field?.[0] !== "signed_request" || another !== undefined) return { kind: "wrong-fields" };
  return { kind: "form", signedRequest: field[1] };
}
