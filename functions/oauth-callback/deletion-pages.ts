import { readDeletionCode } from "../core/deletion-code.ts";
import type { HttpReply } from "../runtime/chain.ts";
import type { Services } from "../runtime/services.ts";
import { page } from "./page-frame.ts";

/** What somebody sees who follows the address that Meta was given for a deletion. */
export async function deletionPage(code: string, { vault }: Pick<Services, "vault">): Promise<HttpReply> {
  const app = await vault.readAppSecret();
  const day = app && readDeletionCode(app.clientSecret, code);
  if (day === undefined) {
    return page({
      status: 404,
      tone: "bad",
      title: "This is no confirmation code of ours",
      words: [
        "Look whether the address is complete. A code also ends when the app gets a new secret; the deletion that it stood for is not undone by that.",
      ],
    });
  }
  return page({
    status: 200,
    tone: "good",
    title: "The data is deleted",
    words: [
      `On ${day} Feedloom deleted what it had kept of this profile: its access token, its id, and the ids and addresses of its posts.`,
      "It remembers which entries of its own blog it has posted, so that it never posts one twice. That says nothing about a person.",
      "The posts themselves are on Threads, where their owner can delete them.",
    ],
  });
}
