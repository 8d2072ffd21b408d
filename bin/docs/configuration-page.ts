import { configurationSchema } from "../../functions/core/configuration-schema.ts";
import { environmentNames, metaUrls } from "../../functions/runtime/environment.ts";
import { type Field, fieldListsOf, literal } from "./schema-fields.ts";

/** What stands before a list's table, by its place. */
const heads: Record<string, string> = {
  "": `## The configuration

What \`defineConfig()\` takes.`,
  "accounts[]": `## An account

An element of \`accounts\`. \`"bronzfronz"\` alone stands for \`{ username: "bronzfronz" }\`.`,
  "feeds[]": `## A feed

An element of \`feeds\`: a feed on its way to accounts. \`"https://blog.example/feed.xml"\` alone stands for
\`{ url: "https://blog.example/feed.xml" }\`. How the text comes about, with the fields of a template, is in [composing.md](composing.md).`,
};

const intro = `<!-- Written by \`npm run docs\` from functions/core/configuration-schema.ts; changes belong there. -->

# The configuration, field by field

It stands in \`feedloom.config.ts\`, or in the file that \`${environmentNames.configurationFile}\` names: a module with a default export. One account and
one feed are enough:

\`\`\`ts
import { defineConfig } from "./functions/core/configuration.ts";

export default defineConfig({
  accounts: ["bronzfronz"],
  feeds: ["https://blog.example/feed.xml"],
});
\`\`\`

It is read when Feedloom starts, and at \`npm run synth\` and \`npx cdk deploy\`, which compile it into the functions: on AWS a change is in force after the next
deployment. What is wrong in it is said then, with the field's name, what it holds and what it must be. A field that is not listed here is refused.

Posts that wait take the configuration as it is when they go out; what was decided when an entry was first seen (its accounts, what was skipped or held)
stays decided.`;

const environment = `## The environment

| variable | meaning |
| --- | --- |
| \`${environmentNames.configurationFile}\` | the configuration file to use instead of \`feedloom.config.ts\`, for local runs, synth and deployment |
| \`${environmentNames.allowPrivateFeeds}\` | \`1\`: a feed's configured address may be on this machine or its own network, and on any port, and so may its pictures and pages at the same origin; where they lead elsewhere stays closed. The stack never sets it |
| \`${environmentNames.graphUrl}\` | where the Threads API is; \`${metaUrls.graphUrl}\` |
| \`${environmentNames.authorizeUrl}\` | where the browser is sent at Connect; \`${metaUrls.authorizeUrl}\` |
| \`THREADS_TOKEN\`, \`THREADS_APP_ID\`, \`THREADS_APP_SECRET\`, \`THREADS_REDIRECT_URI\` | with \`--live\`: answers to what it would ask; see [meta-app.md](meta-app.md#on-one-machine-post-for-real-in-two-minutes) |`;

/** The whole page about the configuration, as it is committed. */
export function configurationPage(): string {
  const lists = fieldListsOf(configurationSchema).map(({ place, fields }) => {
    const rows = fields.map((field) => row(field));
    return [
      heads[place] ?? `## \`${place}\``,
      ["| field | takes | default | meaning | example |", "| --- | --- | --- | --- | --- |", ...rows].join(
        "\n",
      ),
    ].join("\n\n");
  });
  return `${[intro, ...lists, environment].join("\n\n")}\n`;
}

function row({ path, takes = "", isNeeded, otherwise = "none", description = "", example }: Field): string {
  const shown = example === undefined ? "" : `\`${path.split(".").at(-1)}: ${literal(example)}\``;
  const cells = [`\`${path}\``, takes, isNeeded ? "**needed**" : otherwise, description, shown];
  // A stroke in a cell would end it, in code as well.
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
}
