import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import * as z from "zod";
import { type ConfigurationInput, readConfiguration } from "../../functions/core/configuration.ts";
import { FeedloomStack } from "../../lib/feedloom-stack.ts";

const cdkJson = z.object({ context: z.record(z.string(), z.unknown()) });

/** The context of `cdk.json`, which the CLI would hand over: its flags change what is synthesized. */
function projectContext(): Record<string, unknown> {
  const text = readFileSync(new URL("../../cdk.json", import.meta.url), "utf8");
  return cdkJson.parse(JSON.parse(text)).context;
}

const jobs = ["oauth-callback", "token-refresher", "feed-poller", "publisher"];

/**
 * The stack's template for a small configuration, with empty bundles. Without CDK's own validation, which takes longer
 * than all tests together; `npm run synth` has it.
 */
export function synthesizedTemplate(accounts = ["bronzfronz", "another.one"]): Template {
  const folder = mkdtempSync(join(tmpdir(), "feedloom-synth-"));
  const bundles = join(folder, "dist");
  try {
    for (const job of jobs) {
      mkdirSync(join(bundles, job), { recursive: true });
      writeFileSync(join(bundles, job, "index.mjs"), "");
    }
    const configuration = { accounts, feeds: ["https://blog.example/feed.xml"] };
    return Template.fromStack(stackIn(join(folder, "cdk.out"), configuration, bundles));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Without validation; the assembly is written when somebody asks for the template. */
function stackIn(outdir: string, input: ConfigurationInput, bundles: string): FeedloomStack {
  const validation = process.env.CDK_VALIDATION;
  process.env.CDK_VALIDATION = "false";
  try {
    const app = new App({ context: projectContext(), outdir, analyticsReporting: false });
    const stack = new FeedloomStack(app, "Feedloom", { configuration: readConfiguration(input), bundles });
    app.synth();
    return stack;
  } finally {
    if (validation === undefined) delete process.env.CDK_VALIDATION;
    else process.env.CDK_VALIDATION = validation;
  }
}

/** A cloud assembly as `cdk deploy` would take it: the template, and for each function the folder to upload. */
export interface Assembly {
  template: unknown;
  /** By the function's logical id; absolute. */
  codeOf(id: string): string;
}

const codeSchema = z.object({ Properties: z.object({ Code: z.object({ S3Key: z.string() }) }) });
const assetsSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

/**
 * Synthesizes the stack for a configuration with bundles that were made for it.
 *
 * @param outdir - where the assembly is written; it stays there.
 */
export function synthesizedAssembly(outdir: string, input: ConfigurationInput, bundles: string): Assembly {
  const stack = stackIn(outdir, input, bundles);
  const template = Template.fromStack(stack);
  const functions = template.findResources("AWS::Lambda::Function");
  const text = readFileSync(join(outdir, `${stack.artifactId}.assets.json`), "utf8");
  const files = Object.values(assetsSchema.parse(JSON.parse(text)).files);
  return {
    template: template.toJSON(),
    codeOf(id) {
      const { S3Key } = codeSchema.parse(functions[id]).Properties.Code;
      const isUploadedThere = ({ destinations }: (typeof files)[number]) =>
        Object.values(destinations).some(({ objectKey }) => objectKey === S3Key);
      const file = files.find(isUploadedThere);
      if (file === undefined) throw new Error(`no file of the assembly is uploaded as ${S3Key}`);
      return resolve(outdir, file.source.path);
    },
  };
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
