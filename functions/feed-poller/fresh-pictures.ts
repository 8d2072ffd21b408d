import pLimit from "p-limit";
import { whyUnusable } from "../core/picture-demands.ts";
import type { Post } from "../core/post.ts";
import type { Pictures } from "../ports/pictures.ts";
import type { Services } from "../runtime/services.ts";

/** At once, at one host as a rule. */
const atOnce = 4;

type StoredImage = Post["entry"]["images"][number];
type Parts = Pick<Services, "ledger"> & { pictures?: Pictures };

/**
 * Looks anew where the feed's addresses of a post's pictures lead, shortly before it goes out: some lead to addresses that are
 * signed for seconds, and a post may wait for hours. Where nothing better is found, and where its publisher was at it, the post
 * stays as it is.
 */
export async function freshPictures(post: Post, { ledger, pictures }: Parts): Promise<void> {
  const { life, entry, version } = post;
  if (pictures === undefined || life.state !== "pending" || life.album !== undefined) return;
  const refused = life.effort.unusable ?? [];
  const limit = pLimit(atOnce);
  const images = await Promise.all(
    entry.images.map((image) =>
      limit(() => (refused.includes(image.url) ? image : fresh(image, post.feed, pictures))),
    ),
  );
  if (images.every(({ url }, index) => url === entry.images[index]?.url)) return;
  await ledger.replacePost({ ...post, entry: { ...entry, images }, version: version + 1 });
}

async function fresh(image: StoredImage, feed: string, pictures: Pictures): Promise<StoredImage> {
  if (image.source === undefined) return image;
  const look = await pictures.look(image.source, feed);
  return look.kind === "file" && whyUnusable(look) === undefined ? { ...image, url: look.url } : image;
}
