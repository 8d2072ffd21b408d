import type { Parameters } from "../parameters.ts";
import { badParameter } from "../refusal.ts";

/** What can be posted. */
const mediaTypes = ["TEXT", "IMAGE", "VIDEO", "CAROUSEL"] as const;
export type MediaType = (typeof mediaTypes)[number];

interface Rule {
  /** The media types that take the parameter; all of them when missing. */
  for?: readonly MediaType[];
  /** @returns what is wrong with the value, if anything. */
  wrong?: (value: string, parameters: Parameters) => string | undefined;
}

const replyControls = [
  "everyone",
  "accounts_you_follow",
  "mentioned_only",
  "parent_post_author_only",
  "followers_only",
];

/**
 * The parameters of a container and what Threads holds against them.
 * Polls, text entities and the other JSON-valued ones are in `json-parameters.ts`.
 *
 * @see https://developers.facebook.com/docs/threads/reference/publishing (read 2026-04)
 */
const rules: Readonly<Record<string, Rule>> = {
  image_url: { for: ["IMAGE"], wrong: unlessAddress },
  video_url: { for: ["VIDEO"], wrong: unlessAddress },
  children: { for: ["CAROUSEL"], wrong: (value) => unlessCount(listOf(value).length, 2, 20, "children") },
  alt_text: {
    for: ["IMAGE", "VIDEO"],
    wrong: (value) => unlessCount([...value].length, 1, 1000, "characters in alt_text"),
  },
  is_carousel_item: { for: ["IMAGE", "VIDEO"], wrong: unlessBoolean },
  link_attachment: { for: ["TEXT"], wrong: (value) => (isLink(value) ? undefined : "is not a valid URL") },
  topic_tag: {
    wrong: (value) =>
      /[.&]/.test(value)
        ? "must not contain periods or ampersands"
        : unlessCount([...value].length, 1, 50, "characters"),
  },
  reply_control: {
    wrong: (value) =>
      replyControls.includes(value) ? undefined : `must be one of ${replyControls.join(", ")}`,
  },
  auto_publish_text: { for: ["TEXT"], wrong: unlessBoolean },
  poll_attachment: { for: ["TEXT"] },
  gif_attachment: { for: ["TEXT"] },
  text_attachment: { for: ["TEXT"] },
  is_spoiler_media: { for: ["IMAGE", "VIDEO", "CAROUSEL"], wrong: unlessBoolean },
  is_ghost_post: {
    for: ["TEXT"],
    wrong: (value, parameters) =>
      isTrue(parameters, "is_ghost_post") && has(parameters, "reply_to_id")
        ? "cannot be a reply"
        : unlessBoolean(value),
  },
  enable_reply_approvals: {
    wrong: (value, parameters) =>
      isTrue(parameters, "enable_reply_approvals") && isTrue(parameters, "is_ghost_post")
        ? "cannot be used with ghost posts"
        : unlessBoolean(value),
  },
  crossreshare_to_ig: { wrong: unlessBoolean },
  crossreshare_to_ig_dark_mode: { wrong: unlessBoolean },
};

/** An empty value counts as none: an empty `link_attachment` was recorded as accepted. */
export function has(parameters: Parameters, name: string): boolean {
  return (parameters.get(name) ?? "") !== "";
}

export function valueGiven(parameters: Parameters, name: string): string | undefined {
  return has(parameters, name) ? parameters.get(name) : undefined;
}

export function isTrue(parameters: Parameters, name: string): boolean {
  return /^(?:true|1)$/i.test(parameters.get(name) ?? "");
}

export function checkedMediaType(parameters: Parameters): MediaType {
  const given = parameters.get("media_type");
  const mediaType = mediaTypes.find((one) => one === given);
  if (mediaType === undefined)
    throw badParameter(`Param media_type must be one of {${mediaTypes.join(", ")}}`);
  return mediaType;
}

/** @throws Refusal - code 100, for the first parameter that is wrong, misplaced or missing. */
export function checkParameters(mediaType: MediaType, parameters: Parameters): void {
  for (const [name, rule] of Object.entries(rules)) {
    const value = valueGiven(parameters, name);
    if (value === undefined || (value === "false" && rule.wrong === unlessBoolean)) continue;
    if (rule.for !== undefined && !rule.for.includes(mediaType))
      throw badParameter(`Param ${name} cannot be used with media_type ${mediaType}`);
    const wrong = rule.wrong?.(value, parameters);
    if (wrong !== undefined) throw badParameter(`Param ${name} ${wrong}`);
  }
  for (const [name, type] of [
    ["image_url", "IMAGE"],
    ["video_url", "VIDEO"],
    ["children", "CAROUSEL"],
  ] as const)
    if (mediaType === type && !has(parameters, name)) throw badParameter(`The parameter ${name} is required`);
}

function unlessBoolean(value: string): string | undefined {
  return ["true", "false", "1", "0"].includes(value.toLowerCase()) ? undefined : "must be a boolean";
}

function unlessAddress(value: string): string | undefined {
  const protocol = URL.parse(value)?.protocol;
  return protocol === "https:" || protocol === "http:" ? undefined : "must be a valid URL";
}

function unlessCount(count: number, least: number, most: number, what: string): string | undefined {
  return count >= least && count <= most
    ? undefined
    : `must have ${least} to ${most} ${what}, it has ${count}`;
}

/** A list parameter comes as `a,b` or as a JSON array. */
export function listOf(value: string): string[] {
  return value
    .split(",")
    .map((one) => one.replaceAll(/[[\]"\s]/g, ""))
    .filter((one) => one !== "");
}

function isLink(value: string): boolean {
  const address = URL.parse(value);
  if (address === null || !["http:", "https:"].includes(address.protocol) || /\s/.test(value)) return false;
  const { hostname } = address;
  return hostname.includes(".") || hostname === "localhost" || hostname.startsWith("[");
}
