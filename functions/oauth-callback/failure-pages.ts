import type { HttpReply } from "../runtime/chain.ts";
import { page } from "./page-frame.ts";

/** An address that is none of ours. */
export function notFoundPage(): Promise<HttpReply> {
  return page({
    status: 404,
    tone: "note",
    title: "There is nothing here",
    words: ["This address is not one of Feedloom’s."],
    steps: ["Look whether it is complete. To connect a profile, open /connect."],
  });
}

/**
 * What is shown when a request could not be answered. Only what an operator must mend is named, and its message holds
 * no secret; the rest is for the log.
 */
export function failurePage(
  error: { code: string; message: string; remedy: string } | undefined,
): Promise<HttpReply> {
  if (error?.remedy === "fix") {
    return page({
      status: 500,
      tone: "bad",
      title: "Feedloom is not set up yet",
      words: ["Whoever runs it has something to do first. Nothing was changed."],
      steps: [sentence(error.message)],
      again: true,
    });
  }
  if (error?.code === "REQUEST_INVALID") {
    return page({
      status: 400,
      tone: "bad",
      title: "This request cannot be read",
      words: ["It is not of the form that is expected here. Nothing was changed."],
    });
  }
  return page({
    status: 503,
    tone: "bad",
    title: "That did not work this time",
    words: ["Something on our side did not answer. What worked before still does."],
    steps: ["Wait a minute, then connect again. Doing so twice does no harm."],
    again: true,
  });
}

function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}
