import pLimit from "p-limit";
import { Agent, fetch } from "undici";
import * as z from "zod";
import { answerParent, peakMemoryInMb } from "../process/answer-parent.ts";

/** The bare limit: the same client sends the same conditional requests, as many at once, reads the answers whole, and drops them. */
const questionSchema = z.union([z.object({ urls: z.array(z.string()) }), z.literal("tick")]);

const atOnce = 48;
const agent = new Agent();
const etags = new Map<string, string>();
let urls: string[] = [];

answerParent(async (question) => {
  const read = questionSchema.parse(question);
  if (read !== "tick") {
    urls = read.urls;
    return null;
  }
  const begunAt = performance.now();
  const limit = pLimit(atOnce);
  await Promise.all(urls.map((url) => limit(() => fetchOnce(url))));
  return { seconds: (performance.now() - begunAt) / 1000, memoryInMb: peakMemoryInMb() };
});

async function fetchOnce(url: string): Promise<void> {
  const etag = etags.get(url);
  const headers = {
    "Accept-Encoding": "gzip, br, zstd, deflate",
    ...(etag !== undefined && { "If-None-Match": etag }),
  };
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(20_000), dispatcher: agent });
  await response.arrayBuffer();
  const given = response.headers.get("etag");
  if (given !== null) etags.set(url, given);
}
