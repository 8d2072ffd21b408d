import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { configurationPage } from "./docs/configuration-page.ts";

/** Writes the pages of `docs` that are made from the code. A test compares them with what is committed. */
const page = "docs/configuration.md";
writeFileSync(fileURLToPath(new URL(`../${page}`, import.meta.url)), configurationPage());
console.log(`written: ${page}`);
