import * as z from "zod";

/** Each has a tenth of the feeds. */
export const usernames = Array.from({ length: 10 }, (_, number) => `profile.${number}`);

/** How many entries go the whole way. */
export const entries = 1_000;

/** What the clients are told of blogs and Threads. */
export const worldSchema = z.object({
  urls: z.array(z.string()),
  graphUrl: z.string(),
  authorizeUrl: z.string(),
  app: z.object({ clientId: z.string(), clientSecret: z.string() }),
  tokens: z.array(
    z.object({ username: z.string(), accessToken: z.string(), userId: z.string(), expiresAt: z.string() }),
  ),
});
export type PathWorld = z.output<typeof worldSchema>;

/** What a client is asked: the world once, whose feeds it then has seen, and after that to do its work. */
export const questionSchema = z.union([worldSchema, z.literal("tick")]);
