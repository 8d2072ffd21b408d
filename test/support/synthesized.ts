import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import * as z from "zod";
import { readConfiguration } from "../../functions/core/configuration.ts";
import { FeedloomStack } from "../../lib/feedloom-stack.ts";

const cdkJson = z.object({ context: z.record(z.string(), z.unknown()) });

/** The context of `cdk.json`, which the CLI would hand over: its flags change what is synthesized. */
function projectContext(): Record<string, unknown> {
  const text = readFileSync(new URL("../../cdk.json", import.meta.url), "utf8");
  return cdkJson.parse(JSON.parse(text)).context;
}

/**
 * The stack's template for a small configuration, with empty bundles. Without CDK's own validation, which takes longer
 * than all tests together; `npm run synth` has it.
 */
export function synthesizedTemplate(accounts = ["bronzfronz", "another.one"]): Template {
  const folder = mkdtempSync(join(tmpdir(), "feedloom-synth-"));
  const validation = process.env.CDK_VALIDATION;
  process.env.CDK_VALIDATION = "false";
  try {
    for (const job of ["oauth-callback", "token-refresher", "feed-poller", "publisher"]) {
      mkdirSync(join(folder, "dist", job), { recursive: true });
      writeFileSync(join(folder, "dist", job, "index.mjs"), "");
    }
    const app = new App({
      context: projectContext(),
      outdir: join(folder, "cdk.out"),
      analyticsReporting: false,
    });
    const configuration = readConfiguration({ accounts, feeds: ["https://blog.example/feed.xml"] });
    return Template.fromStack(
      new FeedloomStack(app, "Feedloom", { configuration, bundles: join(folder, "dist") }),
    );
  } finally {
    if (validation === undefined) delete process.env.CDK_VALIDATION;
    else process.env.CDK_VALIDATION = validation;
    rmSync(folder, { recursive: true, force: true });
  }
}

const statement = z.object({
  Effect: z.string(),
  Action: z.union([z.string().transform((action) => [action]), z.array(z.string())]),
  Resource: z.unknown().transform((resource) => (Array.isArray(resource) ? resource : [resource])),
});
const policies = z.record(
  z.string(),
  z.object({
    Properties: z.object({
      PolicyDocument: z.object({ Statement: z.array(statement) }),
      Roles: z.array(z.object({ Ref: z.string() })),
    }),
  }),
);

/** One thing that a role may do: an action on a resource, the resource as its logical id and what is added to it. */
export interface Permission {
  role: string;
  action: string;
  resource: string;
}

/** Everything that any role of the stack may do, action by action. */
export function permissionsIn(template: Template): Permission[] {
  const found = policies.parse(template.findResources("AWS::IAM::Policy"));
  return Object.values(found).flatMap(({ Properties: { PolicyDocument, Roles } }) =>
    Roles.flatMap(({ Ref: role }) =>
      PolicyDocument.Statement.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action, Resource }) =>
        Action.flatMap((action) =>
          Resource.map((resource) => ({ role, action, resource: plainResource(resource) })),
        ),
      ),
    ),
  );
}

const reference = z.union([
  z.object({ Ref: z.string() }).transform((found) => found.Ref),
  z.object({ "Fn::GetAtt": z.tuple([z.string(), z.string()]) }).transform((found) => found["Fn::GetAtt"][0]),
  z.string(),
]);
const joined = z
  .object({ "Fn::Join": z.tuple([z.literal(""), z.array(reference)]) })
  .transform((found) => found["Fn::Join"][1].join(""));

const plainResource = (resource: unknown) => z.union([reference, joined]).parse(resource);
