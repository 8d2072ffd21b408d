import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import type { Moto } from "./moto.ts";
import { type Ran, run, runWell } from "./run.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));
const inventory = fileURLToPath(new URL("inventory.py", import.meta.url));
const account = "123456789012";
const region = "eu-west-1";

const templateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), DeletionPolicy: z.string().optional(), Properties: z.unknown() }),
  ),
  Outputs: z.record(z.string(), z.unknown()),
});
export type StackTemplate = z.output<typeof templateSchema>;

const namesByType = z.record(z.string(), z.array(z.string()));
export type Inventory = z.output<typeof namesByType>;

const deployedSchema = z.object({
  functions: z.array(
    z.object({
      name: z.string(),
      arn: z.string(),
      role: z.string(),
      handler: z.string(),
      runtime: z.literal("nodejs24.x"),
      timeoutInSeconds: z.int(),
      memoryInMb: z.int(),
      environment: z.record(z.string(), z.string()),
      mayBeCalledBy: z.array(z.object({ service: z.string(), source: z.string() })),
    }),
  ),
  schedules: z.array(z.object({ function: z.string(), input: z.string() })),
});
export type Deployed = z.output<typeof deployedSchema>;

/**
 * A copy of what is deployed, in a folder of its own, and the real CLI in it. A copy, so that `dist` and `cdk.out` are
 * nobody else's, and so that the tests judge one state of the project though somebody edits it meanwhile.
 */
export class Workplace {
  readonly folder = mkdtempSync(join(tmpdir(), "feedloom-aws-"));
  readonly #moto: Moto;

  constructor(moto: Moto, configuration: string) {
    this.#moto = moto;
    for (const part of ["bin", "lib", "functions", "cdk.json", "package.json", "feedloom.config.ts"]) {
      cpSync(join(project, part), join(this.folder, part), { recursive: true });
    }
    symlinkSync(join(project, "node_modules"), join(this.folder, "node_modules"));
    writeFileSync(join(this.folder, "mission.config.ts"), configuration);
  }

  /** @param timeoutInSeconds - the CLI waits for a stack without end. */
  cdk(args: string[], timeoutInSeconds = 90): Promise<Ran> {
    const cli = join(this.folder, "node_modules/aws-cdk/bin/cdk");
    return runWell(process.execPath, [cli, ...args], this.#options(timeoutInSeconds));
  }

  get environmentName(): string {
    return `aws://${account}/${region}`;
  }

  get template(): StackTemplate {
    return templateSchema.parse(this.readJson("cdk.out/Feedloom.template.json"));
  }

  readJson(file: string): unknown {
    return JSON.parse(readFileSync(join(this.folder, file), "utf8"));
  }

  /** Everything of the stack's kinds that is there, asked for service by service, by type of CloudFormation. */
  async whatIsThere(): Promise<Inventory> {
    const { stdout } = await runWell("python3", [inventory, "list"], this.#options(60));
    const schemas = Object.keys(await this.#moto.schemas());
    return {
      ...namesByType.parse(JSON.parse(stdout)),
      "AWS::EventSchemas::Registry": schemas.filter((arn) => arn.includes(":registry/")),
      "AWS::EventSchemas::Schema": schemas.filter((arn) => arn.includes(":schema/")),
    };
  }

  /** What the functions were given. @param folder - where the code that was uploaded is laid out. */
  async whatIsDeployed(folder: string): Promise<Deployed> {
    const { stdout } = await runWell("python3", [inventory, "deployed", folder], this.#options(60));
    return deployedSchema.parse(JSON.parse(stdout));
  }

  /** @returns undefined where there is no cfn-lint. */
  async lint(): Promise<Ran | undefined> {
    const options = this.#options(90);
    const found = await run("cfn-lint", ["--version"], options).catch(() => undefined);
    if (found?.status !== 0) return undefined;
    const template = "cdk.out/Feedloom.template.json";
    return run("cfn-lint", ["--non-zero-exit-code", "error", "--format", "parseable", template], options);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #options(timeoutInSeconds: number) {
    const env = {
      PATH: [dirname(process.execPath), process.env.PATH ?? ""].join(delimiter),
      // Python looks there for what its owner has installed.
      HOME: process.env.HOME ?? this.folder,
      // Whatever keys and settings that owner has for AWS are out of sight; so is what the CLI remembers of accounts.
      AWS_CONFIG_FILE: join(this.folder, "no-config"),
      AWS_SHARED_CREDENTIALS_FILE: join(this.folder, "no-credentials"),
      CDK_HOME: this.folder,
      AWS_ENDPOINT_URL: this.#moto.url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_REGION: region,
      AWS_EC2_METADATA_DISABLED: "true",
      CDK_DISABLE_CLI_TELEMETRY: "true",
      FEEDLOOM_CONFIG: join(this.folder, "mission.config.ts"),
      NO_COLOR: "1",
      CI: "true",
    };
    return { cwd: this.folder, env, timeoutInSeconds };
  }
}
