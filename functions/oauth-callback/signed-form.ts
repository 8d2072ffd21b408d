import { readMultipartForm } from "./multipart-form.ts";

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

/**
 * Reads the body that Meta sends to us: a form with one field, `signed_request`, in either of the two ways in which forms
 * are sent. What it says is not judged.
 */
export function readSignedForm(came: CameBody): SignedForm {
  const bytes = Buffer.from(came.body, came.isBase64Encoded ? "base64" : "utf8");
  if (bytes.length > bodyLimitInBytes) return { kind: "too-large" };
  const fields = fieldsOf(bytes.toString("latin1"), came.contentType);
  if (fields === undefined) return { kind: "not-a-form" };
  const [[name, signedRequest] = [], another] = fields;
  if (name !== "signed_request" || signedRequest === undefined || another !== undefined)
    return { kind: "wrong-fields" };
  return { kind: "form", signedRequest };
}

function fieldsOf(text: string, contentType: string): [string, string | undefined][] | undefined {
  const [mediaType = ""] = contentType.split(";");
  switch (mediaType.trim().toLowerCase()) {
    case "application/x-www-form-urlencoded":
      return [...new URLSearchParams(text)];
    case "multipart/form-data":
      return readMultipartForm(text, contentType);
    default:
      return undefined;
  }
}
