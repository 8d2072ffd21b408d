import { defineConfig } from "vitest/config";

/** The tests in a real browser: slower than the others, and in need of a Chromium, so they run by a word of their own. */
export default defineConfig({
  test: {
    include: ["test/browser/**/*.browser.ts"],
    globalSetup: ["test/browser/find-chromium.ts"],
    environment: "node",
    env: { TZ: "Asia/Kathmandu" },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ["default"],
  },
});
