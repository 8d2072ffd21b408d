import type { Content } from "./post.ts";

/**
 * The parameters of `POST /me/threads`, the access token left out.
 *
 * Never `auto_publish_text`: it makes and publishes in one call, whose lost answer nobody could settle.
 *
 * @see https://developers.facebook.com/docs/threads/reference/publishing (read 2026-04)
 */
export function containerParameters(content: Content): Record<string, string> {
  const topic = content.topicTag === undefined ? {} : { topic_tag: content.topicTag };
  switch (content.kind) {
    case "text":
      return {
        media_type: "TEXT",
        text: content.text,
        ...(content.linkAttachment === undefined ? {} : { link_attachment: content.linkAttachment }),
        ...topic,
      };
    case "image":
      return {
        media_type: "IMAGE",
        text: content.text,
        image_url: content.imageUrl,
        ...(content.altText === undefined ? {} : { alt_text: content.altText }),
        ...topic,
      };
  }
}

/** A call to Threads as a person can read it. */
export interface ReadableRequest {
  method: "POST";
  path: string;
  parameters: Record<string, string>;
}

/** What would be sent for a post, in order; what only Threads or the vault knows is named in brackets. */
export function readableRequests(content: Content): ReadableRequest[] {
  const access_token = "[secret]";
  return [
    {
      method: "POST",
      path: "/v1.0/me/threads",
      parameters: { ...containerParameters(content), access_token },
    },
    {
      method: "POST",
      path: "/v1.0/me/threads_publish",
      parameters: { creation_id: "[the container's id]", access_token },
    },
  ];
}
