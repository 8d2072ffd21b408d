import * as z from "zod";
import type { Parameters } from "../parameters.ts";
import { badParameter } from "../refusal.ts";
import { has, valueGiven } from "./container-parameters.ts";

/** The parameters of a container that carry JSON. @see https://developers.facebook.com/docs/threads/create-posts (read 2026-04) */
const poll = z.strictObject({
  option_a: z.string(),
  option_b: z.string(),
  option_c: z.string().optional(),
  option_d: z.string().optional(),
});
/** A form's fields are text, so both come as `"3"` from a program that passes them on. */
const position = z.union([
  z.int().nonnegative(),
  z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number),
]);
const entities = z
  .array(z.object({ entity_type: z.literal("SPOILER"), offset: position, length: position }))
  .max(10);
const gif = z.object({ gif_id: z.string().min(1), provider: z.literal("GIPHY") });
const attachment = z.object({ plaintext: z.string().min(1), link_attachment_url: z.string().optional() });

const optionLimit = 25;
const attachmentLimit = 10_000;

/**
 * A poll in any other shape is ignored without a word, and the post goes out without it: a trap
 * that several clients fell into.
 */
export function pollOf(parameters: Parameters): Record<string, string> | undefined {
  const parsed = poll.safeParse(jsonOf(parameters, "poll_attachment"));
  if (!parsed.success) return undefined;
  const { option_a, option_b, ...others } = parsed.data;
  // A third and fourth option that were left empty are none, as an empty parameter is.
  const given = Object.entries(others).filter(([, option]) => option !== undefined && option !== "");
  const options = Object.entries({ option_a, option_b, ...Object.fromEntries(given) });
  for (const [name, option] of options)
    if (option === "" || [...option].length > optionLimit)
      throw badParameter(`Param poll_attachment: ${name} must have 1 to ${optionLimit} characters`);
  return Object.fromEntries(options);
}

/** What a text hides, as it is read back. */
export function spoilersOf(parameters: Parameters): z.output<typeof entities> | undefined {
  return entities.safeParse(jsonOf(parameters, "text_entities")).data;
}

export function checkJsonParameters(parameters: Parameters): void {
  if (has(parameters, "text_entities") && !entities.safeParse(jsonOf(parameters, "text_entities")).success)
    throw badParameter("Param text_entities must be a list of at most 10 spoilers");
  if (has(parameters, "gif_attachment") && !gif.safeParse(jsonOf(parameters, "gif_attachment")).success)
    throw badParameter("Param gif_attachment must have a gif_id and the provider GIPHY");
  if (!has(parameters, "text_attachment")) return;
  const parsed = attachment.safeParse(jsonOf(parameters, "text_attachment"));
  if (!parsed.success || [...parsed.data.plaintext].length > attachmentLimit)
    throw badParameter(
      `Param text_attachment must have a plaintext of at most ${attachmentLimit} characters`,
    );
  if (has(parameters, "poll_attachment"))
    throw badParameter("Param text_attachment cannot be used with a poll");
  if (parsed.data.link_attachment_url !== undefined && has(parameters, "link_attachment"))
    throw badParameter("Param link_attachment cannot be used when the text attachment has a link");
}

/** The link inside a text attachment counts as one of a post's links. */
export function attachedLink(parameters: Parameters): string | undefined {
  return attachment.safeParse(jsonOf(parameters, "text_attachment")).data?.link_attachment_url;
}

function jsonOf(parameters: Parameters, name: string): unknown {
  const value = valueGiven(parameters, name);
  if (value === undefined) return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
