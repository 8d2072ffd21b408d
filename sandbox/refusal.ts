/** Texts Meta writes in the account's language; a client must not read them. */
export type LocalizedText = "not-found" | "bad-link" | "rate-limited" | "bad-media" | "bad-children";

export interface GraphFault {
  shape: "graph";
  http: number;
  code: number | string;
  subcode?: number | undefined;
  type: string;
  message: string;
  isTransient?: boolean | undefined;
  localized?: LocalizedText | undefined;
  /** The id that the localized text names. */
  about?: string | undefined;
}

/** The shapes in which Threads says no; a client has to read all of them. */
export type RefusalBody =
  | GraphFault
  /** The documented body of a failed code exchange. */
  | { shape: "exchange"; message: string }
  /** The authorize page's. */
  | { shape: "page"; code: number; message: string }
  /** Some permission faults come as HTTP 500 with nothing in it. */
  | { shape: "empty" };

/** Thrown by whatever finds that a call must fail; answered in one place. */
export class Refusal extends Error {
  override name = "Refusal";
  readonly body: RefusalBody;

  constructor(body: RefusalBody) {
    super(body.shape === "empty" ? "empty answer" : body.message);
    this.body = body;
  }
}

const oauth = "OAuthException";
const api = "THApiException";

/** A parameter Threads does not take: code 100. */
export function badParameter(message: string): Refusal {
  return new Refusal({ shape: "graph", http: 400, code: 100, type: api, message });
}

/** 24/4279009: a container, parent or profile that Threads says it cannot find (yet). */
export function notFoundYet(id: string): Refusal {
  return new Refusal({
    shape: "graph",
    http: 400,
    code: 24,
    subcode: 4279009,
    type: oauth,
    message: "The requested resource does not exist",
    isTransient: false,
    localized: "not-found",
    about: id,
  });
}

/** 100/33: an object that is not there, answered with 400 and not with 404. */
export function noSuchObject(id: string): Refusal {
  return new Refusal({
    shape: "graph",
    http: 400,
    code: 100,
    subcode: 33,
    type: api,
    message: `Unsupported get request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
  });
}

export function noSuchField(field: string): Refusal {
  return badParameter(`Tried accessing nonexisting field (${field})`);
}

export function deadToken(http: number, message: string, subcode?: number): Refusal {
  return new Refusal({ shape: "graph", http, code: 190, subcode, type: oauth, message });
}

export function missingPermission(how: "code-10" | "empty-500"): Refusal {
  if (how === "empty-500") return new Refusal({ shape: "empty" });
  return new Refusal({
    shape: "graph",
    http: 400,
    code: 10,
    type: oauth,
    message: "Application does not have permission for this action",
  });
}

export function badMedia(message: string): Refusal {
  return new Refusal({
    shape: "graph",
    http: 400,
    code: 1,
    subcode: 2207052,
    type: oauth,
    message,
    localized: "bad-media",
  });
}

/** What a carousel's child must be and is not: Threads doesn't say which child or why. */
export function badChildren(): Refusal {
  return new Refusal({
    shape: "graph",
    http: 400,
    code: 100,
    subcode: 4279004,
    type: oauth,
    message: "Invalid Carousel Children",
    isTransient: false,
    localized: "bad-children",
  });
}

/** 10/4279067: the app has not been given what App Review gives. */
export function noAccessTier(): Refusal {
  return new Refusal({
    shape: "graph",
    http: 400,
    code: 10,
    subcode: 4279067,
    type: oauth,
    message: "Application does not have the required access tier for this action",
  });
}

/** 10/4279016: what only passes a post on cannot be replied to. */
export function noReplyToRepost(): Refusal {
  return new Refusal({
    shape: "graph",
    http: 400,
    code: 10,
    subcode: 4279016,
    type: oauth,
    message: "Application does not have permission for this action",
  });
}

/** Code 1, which also answers a metric that the object does not have. */
export function unknownMetric(): Refusal {
  return new Refusal({
    shape: "graph",
    http: 400,
    code: 1,
    type: oauth,
    message: "An unknown error has occurred.",
  });
}

/** Subcode 4279040: demographics without saying by what. */
export function noBreakdown(): Refusal {
  return new Refusal({
    shape: "graph",
    http: 400,
    code: 100,
    subcode: 4279040,
    type: api,
    message: "The parameter breakdown is required",
  });
}

export function badLink(link: string): Refusal {
  return new Refusal({
    shape: "graph",
    http: 400,
    code: -1,
    subcode: 4279047,
    type: oauth,
    message: "Fatal",
    localized: "bad-link",
    about: link,
  });
}

export function tooManyCalls(): Refusal {
  return new Refusal({
    shape: "graph",
    http: 400,
    code: 613,
    subcode: 4279002,
    type: oauth,
    message: "Calls to this api have exceeded the rate limit.",
    localized: "rate-limited",
  });
}
