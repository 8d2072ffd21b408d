import { accessSync, constants } from "node:fs";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    chromium: string;
  }
}

const usualPlaces = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Finds the browser once, before any test. Without one the run fails: a test that was skipped proves nothing. */
export function setup(project: TestProject): void {
  const given = process.env.CHROMIUM_PATH;
  const places = given === undefined ? usualPlaces : [given];
  const found = places.find(isProgram);
  if (found !== undefined) {
    project.provide("chromium", found);
    return;
  }
  // Thrown, this line would stand between a stack and "No test files found".
  console.error(
    `No Chromium at ${places.join(", ")}: get one with "apt-get install -y chromium", or name yours in CHROMIUM_PATH.`,
  );
  process.exit(1);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
