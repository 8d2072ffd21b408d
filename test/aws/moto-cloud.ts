import { join } from "node:path";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import * as z from "zod";
import { environmentNames } from "../../functions/runtime/environment.ts";
import { type SandboxOptions, startSandbox } from "../../sandbox/start-sandbox.ts";
import { DeployedStack } from "../rig/deployed-stack.ts";
import { HttpFront } from "../rig/http-front.ts";
import { type LambdaFunction, LambdaProcess, type Outcome } from "../rig/lambda-process.ts";
import { RigClock } from "../rig/rig-clock.ts";
import type { Moto } from "./moto.ts";
import type { Deployed, StackTemplate } from "./workplace.ts";

const credentialsSchema = z.object({
  AccessKeyId: z.string(),
  SecretAccessKey: z.string(),
  SessionToken: z.string(),
});
export type RoleCredentials = LambdaFunction["credentials"];

type DeployedFunction = Deployed["functions"][number];

export interface MotoCloudParts {
  moto: Moto;
  template: StackTemplate;
  deployed: Deployed;
  /** Where the code that was uploaded lies, by the functions' names. */
  code: string;
  sandbox: Omit<SandboxOptions, "clock">;
}

export type MotoCloud = Awaited<ReturnType<typeof startMotoCloud>>;

/**
 * The stack at work as it stands in moto: the code that was uploaded, under AWS's own runtime client, with the
 * environment and the limits that moto has for each function, and keys of its own role, which moto asks for at every
 * call. DynamoDB, Secrets Manager and EventBridge are moto's; which event calls which function says the rule that was
 * deployed, and whether it may, the function's permissions.
 *
 * moto calls no function without Docker, serves no HTTP API and fires no schedule, so these three are done here: an event
 * is handed over when moto has matched it, a request is brought by the routes of the template, and a schedule's input is
 * what moto has for it. Not shown: how often AWS tries again, and what becomes of what it gives up.
 */
export async function startMotoCloud(parts: MotoCloudParts) {
  const { moto, deployed } = parts;
  const clock = new RigClock();
  const sandbox = await startSandbox({ ...parts.sandbox, clock });
  const front = await HttpFront.open();
  const credentials = await assumeRoles(moto, deployed.functions);
  const logs: string[] = [];
  let processes: LambdaProcess[] = [];

  const find = (name: string): DeployedFunction => {
    const found = deployed.functions.find((one) => one.name === name || one.arn === name);
    if (found === undefined) throw new Error(`moto has no function ${name}`);
    return found;
  };
  const start = async (found: DeployedFunction): Promise<LambdaProcess> => {
    const keys = credentials.get(found.name);
    if (keys === undefined) throw new Error(`${found.name} has no role`);
    const { name, arn, handler, timeoutInSeconds, memoryInMb } = found;
    const lambda: LambdaFunction = {
      name,
      arn,
      handler,
      timeoutInSeconds,
      memoryInMb,
      taskRoot: join(parts.code, name),
      // moto's CloudFormation drops LoggingConfig.
      logGroup: `/aws/lambda/${name}`,
      region: "eu-west-1",
      credentials: keys,
      environment: {
        ...found.environment,
        // Not set by the stack, which knows only Meta and the web.
        [environmentNames.graphUrl]: sandbox.graphUrl,
        [environmentNames.authorizeUrl]: sandbox.authorizeUrl,
        [environmentNames.allowPrivateFeeds]: "1",
        AWS_ENDPOINT_URL: moto.url,
      },
    };
    const process = await LambdaProcess.start(lambda, { clock, onLog: (line) => void logs.push(line) });
    processes.push(process);
    return process;
  };
  const invoke = async (name: string, payload: unknown): Promise<Outcome> => {
    const found = find(name);
    processes = processes.filter(({ isAlive }) => isAlive);
    const idle = processes.find((one) => one.function.name === found.name && one.requestId === undefined);
    return (idle ?? (await start(found))).invoke(payload);
  };
  const stack = new DeployedStack(parts.template, front.url);
  front.serve(stack, {
    clock,
    call: async (functionArn, sourceArn, event) => {
      const found = deployed.functions.find((one) => isSame(functionArn, one));
      if (found === undefined) throw new Error(`moto has nothing for ${functionArn}`);
      return mayCall("apigateway.amazonaws.com", sourceArn, found) ? invoke(found.name, event) : undefined;
    },
  });

  return {
    clock,
    sandbox,
    httpUrl: front.url,
    logs,
    credentials,
    invoke,
    /** What the function is sent when its schedule's time has come. */
    async fireSchedule(functionName: string): Promise<Outcome> {
      const { arn } = find(functionName);
      const schedule = deployed.schedules.find((one) => one.function === arn);
      if (schedule === undefined) throw new Error(`${functionName} has no schedule in moto`);
      return invoke(functionName, JSON.parse(schedule.input));
    },
    /** Hands over what rules have matched, until nothing more comes of it. */
    async settled(): Promise<void> {
      for (;;) {
        const deliveries = await moto.deliveries();
        if (deliveries.length === 0) break;
        for (const { function: arn, event } of deliveries) {
          const { functionError, payload } = await invoke(arn, event);
          if (functionError !== undefined) throw new Error(`${arn} failed: ${JSON.stringify(payload)}`);
        }
      }
      const [fault] = front.faults;
      if (fault !== undefined) throw fault;
    },
    async close(): Promise<void> {
      await Promise.all(processes.map((one) => one.kill()));
      await Promise.all([front.close(), sandbox.close()]);
      clock.close();
    },
  };
}

/** Before moto asks for permissions: a role that only Lambda may assume it cannot then give to anybody (it answers 500). */
async function assumeRoles(moto: Moto, functions: DeployedFunction[]): Promise<Map<string, RoleCredentials>> {
  const sts = new STSClient(moto.place);
  const found = new Map<string, RoleCredentials>();
  for (const { name, role } of functions) {
    const request = { RoleArn: role, RoleSessionName: name.slice(0, 64) };
    const { Credentials } = await sts.send(new AssumeRoleCommand(request));
    const { AccessKeyId, SecretAccessKey, SessionToken } = credentialsSchema.parse(Credentials);
    found.set(name, {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    });
  }
  sts.destroy();
  return found;
}

/** The rig names a function by its logical id; moto adds something to it, as AWS does. */
function isSame(rigArn: string, { name }: DeployedFunction): boolean {
  const rigName = rigArn.split(":function:")[1];
  return rigName !== undefined && name.startsWith(`${rigName}-`);
}

/** The rig's API has an id of its own, so what is compared is the rest: stage, method and path. */
function mayCall(service: string, sourceArn: string, { mayBeCalledBy }: DeployedFunction): boolean {
  const [, ...asked] = sourceArn.split("/");
  return mayBeCalledBy.some((allowed) => {
    const [, ...pattern] = allowed.source.split("/");
    const isLike = pattern.every((part, index) => part === "*" || part === asked[index]);
    return allowed.service === service && pattern.length === asked.length && isLike;
  });
}
