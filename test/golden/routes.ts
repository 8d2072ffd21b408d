import type { ConfigurationInput } from "../../functions/core/configuration.ts";

type RouteInput = Exclude<ConfigurationInput["feeds"][number], string>;

/** How each blog's owner would have its posts: between them they use all that a route can say of the look. */
export const routes: Record<string, Omit<RouteInput, "url">> = {
  "news.xml": { utm: { source: "threads", medium: "social" }, topicTag: "first category" },
  "photos.xml": { style: "carousel", hashtags: 2 },
  "links.atom": { style: "text", template: "{title}\n\n{summary}\n\n→ {link}" },
  "essay.xml": { style: "chain" },
  "deutsch.xml": { hashtags: 2, topicTag: "first category" },
  "nihongo.xml": { style: "chain", readOn: "続きはこちら：" },
  "arabic.xml": { topicTag: "first category" },
  "emoji.xml": { style: "text", hashtags: 3 },
  "code.xml": { hashtags: 3 },
  "podcast.xml": { template: ({ title, summary, blog }) => `🎧 ${blog}\n\n${title}\n\n${summary}` },
  "video.xml": { style: "video" },
  "newsletter.xml": { utm: { source: "threads" } },
  "micro.json": { style: "text", template: "{summary}" },
};
