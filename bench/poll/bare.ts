import * as z from "zod";
import { answerParent } from "../process/answer-parent.ts";
import { BareReader } from "../process/bare-reader.ts";
import { timedRun } from "../process/timed-run.ts";

/** The bare limit: every feed is fetched and dropped. */
const questionSchema = z.union([z.object({ urls: z.array(z.string()) }), z.literal("tick")]);

const reader = new BareReader();
let urls: string[] = [];

answerParent(questionSchema, async (question) => {
  if (question === "tick") return timedRun(() => reader.fetchAll(urls));
  urls = question.urls;
  return null;
});
