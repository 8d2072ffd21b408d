import type { Content, MediaItem } from "./content.ts";

/** What a container is made of: a post, perhaps of children or in reply to another, or a carousel's child. */
export type ContainerRequest =
  | { kind: "post"; content: Content; replyToId?: string; children?: string[] }
  | { kind: "carousel-item"; item: MediaItem };

/**
 * The parameters of `POST /me/threads`, the access token left out.
 *
 * Never `auto_publish_text`: it makes and publishes in one call, whose lost answer nobody could settle.
 *
 * @see https://developers.facebook.com/docs/threads/reference/publishing (read 2026-04)
 */
export function containerParameters(request: ContainerRequest): Record<string, string> {
  if (request.kind === "carousel-item") {
    return { ...mediaParameters(request.item), is_carousel_item: "true" };
  }
  const { content, replyToId, children } = request;
  return given({
    ...kindParameters(content, children),
    text: content.text,
    topic_tag: content.topicTag,
    reply_control: content.replyControl,
    allowlisted_country_codes: content.countries?.join(","),
    reply_to_id: replyToId,
  });
}

function kindParameters(content: Content, children: string[] = []): Record<string, string | undefined> {
  switch (content.kind) {
    case "text":
      return { media_type: "TEXT", link_attachment: content.linkAttachment };
    case "image":
    case "video": {
      const url = content.kind === "image" ? content.imageUrl : content.videoUrl;
      const { kind, altText } = content;
      const item = altText === undefined ? { kind, url } : { kind, url, altText };
      return { ...mediaParameters(item), ...spoiler(content) };
    }
    case "carousel":
      return { media_type: "CAROUSEL", children: children.join(","), ...spoiler(content) };
  }
}

function mediaParameters({ kind, url, altText }: MediaItem): Record<string, string> {
  const address =
    kind === "image" ? { media_type: "IMAGE", image_url: url } : { media_type: "VIDEO", video_url: url };
  return given({ ...address, alt_text: altText });
}

function spoiler({ isSpoiler = false }: { isSpoiler?: boolean }): Record<string, string> {
  return isSpoiler ? { is_spoiler_media: "true" } : {};
}

/** An empty text is none: pictures may stand alone. */
function given(parameters: Record<string, string | undefined>): Record<string, string> {
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, value] as const],
  );
  return Object.fromEntries(pairs);
}

/** A call to Threads as a person can read it. */
export interface ReadableRequest {
  method: "POST";
  path: string;
  parameters: Record<string, string>;
}

/**
 * What would be sent for a post, in order; what only Threads or the vault knows is named in brackets.
 *
 * @param parts - one, or those of a chain.
 */
export function readableRequests(parts: readonly Content[]): ReadableRequest[] {
  return parts.flatMap((content, index) => {
    const items = content.kind === "carousel" ? content.items : [];
    const children = items.map((_, at) => `[child ${at + 1}'s id]`);
    const replyToId = index === 0 ? undefined : `[part ${index}'s media id]`;
    const made: ContainerRequest = {
      kind: "post",
      content,
      children,
      ...(replyToId === undefined ? {} : { replyToId }),
    };
    return [
      ...items.map((item) =>
        readable("/v1.0/me/threads", containerParameters({ kind: "carousel-item", item })),
      ),
      readable("/v1.0/me/threads", containerParameters(made)),
      readable("/v1.0/me/threads_publish", { creation_id: "[the container's id]" }),
    ];
  });
}

function readable(path: string, parameters: Record<string, string>): ReadableRequest {
  return { method: "POST", path, parameters: { ...parameters, access_token: "[secret]" } };
}
