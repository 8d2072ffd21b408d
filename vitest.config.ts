import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    environment: "node",
    // A zone with an odd offset: whatever reads a date in local time shows itself.
    env: { TZ: "Asia/Kathmandu", AWS_EC2_METADATA_DISABLED: "true" },
    testTimeout: 20_000,
    reporters: ["default"],
  },
});
