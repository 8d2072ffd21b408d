import { describe, expect, it } from "vitest";
import { containerParameters, readableRequests } from "../../functions/core/container-request.ts";
import type { Carousel, Content } from "../../functions/core/content.ts";

const carousel: Carousel = {
  kind: "carousel",
  text: "Three",
  items: [
    { kind: "image", url: "https://blog.example/1.jpg", altText: "One" },
    { kind: "video", url: "https://blog.example/2.mp4" },
  ],
  isSpoiler: true,
};

describe("the parameters of a container", () => {
  it.each<[string, Content, Record<string, string>]>([
    [
      "a text with everything",
      {
        kind: "text",
        text: "A",
        linkAttachment: "https://blog.example/a",
        topicTag: "Bees",
        replyControl: "mentioned_only",
        countries: ["DE", "AT"],
      },
      {
        media_type: "TEXT",
        text: "A",
        link_attachment: "https://blog.example/a",
        topic_tag: "Bees",
        reply_control: "mentioned_only",
        allowlisted_country_codes: "DE,AT",
      },
    ],
    [
      "a picture without words",
      { kind: "image", text: "", imageUrl: "https://blog.example/1.jpg", altText: "One", isSpoiler: true },
      {
        media_type: "IMAGE",
        image_url: "https://blog.example/1.jpg",
        alt_text: "One",
        is_spoiler_media: "true",
      },
    ],
    [
      "a video",
      { kind: "video", text: "V", videoUrl: "https://blog.example/2.mp4", isSpoiler: false },
      { media_type: "VIDEO", text: "V", video_url: "https://blog.example/2.mp4" },
    ],
  ])("of %s", (_, content, parameters) => {
    expect(containerParameters({ kind: "post", content })).toEqual(parameters);
  });

  it("of a carousel name its children, and a child says that it is one", () => {
    expect(containerParameters({ kind: "post", content: carousel, children: ["7", "8"] })).toEqual({
      media_type: "CAROUSEL",
      children: "7,8",
      text: "Three",
      is_spoiler_media: "true",
    });
    const [item = { kind: "image" as const, url: "" }] = carousel.items;
    expect(containerParameters({ kind: "carousel-item", item })).toEqual({
      media_type: "IMAGE",
      image_url: "https://blog.example/1.jpg",
      alt_text: "One",
      is_carousel_item: "true",
    });
  });

  it("never ask Threads to publish at once: that answer, lost, could not be settled", () => {
    const all = [carousel, { kind: "text", text: "A" } as const].map((content) =>
      containerParameters({ kind: "post", content, replyToId: "5" }),
    );
    for (const parameters of all) expect(parameters).not.toHaveProperty("auto_publish_text");
  });
});

describe("the requests of a post, for people", () => {
  it("are a chain's parts in order, each in reply to the one before, and a carousel's children first", () => {
    const requests = readableRequests([
      { kind: "text", text: "1/2" },
      { kind: "text", text: "2/2" },
    ]);
    expect(requests.map(({ parameters }) => parameters.reply_to_id)).toEqual([
      undefined,
      undefined,
      "[part 1's media id]",
      undefined,
    ]);
    const paths = readableRequests([carousel]).map(({ path }) => path.split("/").at(-1));
    expect(paths).toEqual(["threads", "threads", "threads", "threads_publish"]);
  });

  it("show no token", () => {
    for (const { parameters } of readableRequests([carousel]))
      expect(parameters.access_token).toBe("[secret]");
  });
});
