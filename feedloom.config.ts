import { defineConfig } from "./functions/core/configuration.ts";

/** Your blog and your Threads profile: this is all there is to fill in. docs/configuration.md lists what else can be set. */
export default defineConfig({
  accounts: ["your_threads_username"],
  feeds: ["https://blog.example/feed.xml"],
});
