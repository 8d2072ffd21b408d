import * as z from "zod";
import { type DeployedStack, place } from "./deployed-stack.ts";

/** One thing that somebody may do: an action on a resource. */
export interface Grant {
  /** The role's logical id, or the service that a resource's own policy lets in. */
  holder: string;
  action: string;
  resource: string;
  /** Only items of a table whose partition keys match one of these patterns. */
  keys?: string[];
  /** Only on behalf of what matches this ARN, in a resource's own policy. */
  source?: string;
  /** How often it was needed. */
  used: number;
}

/** A call that somebody made and was not allowed. */
export interface Denial {
  holder: string;
  action: string;
  resource: string;
  keys?: string[];
}

const listOf = (schema: z.ZodString) => z.union([schema.transform((one) => [one]), z.array(schema)]);

/** An Allow with no condition but that on a table's partition keys; what else a role's policy can say, the rig does not know and refuses. */
const roleStatement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.literal("Allow"),
  Action: listOf(z.string()),
  Resource: listOf(z.string()),
  Condition: z
    .strictObject({
      "ForAllValues:StringLike": z.strictObject({ "dynamodb:LeadingKeys": listOf(z.string()) }),
    })
    .optional(),
});
const documentOf = <Schema extends z.ZodType>(statement: Schema) =>
  z.strictObject({ Version: z.literal("2012-10-17"), Statement: z.array(statement) });
const rolePolicy = z.object({ PolicyDocument: documentOf(roleStatement) });

const roleSchema = z.object({
  AssumeRolePolicyDocument: documentOf(
    z.strictObject({
      Effect: z.literal("Allow"),
      Action: z.literal("sts:AssumeRole"),
      Principal: z.strictObject({ Service: z.string() }),
      Condition: z
        .strictObject({ StringEquals: z.strictObject({ "aws:SourceAccount": z.literal(place.account) }) })
        .optional(),
    }),
  ),
  Policies: z.array(rolePolicy).default([]),
  ManagedPolicyArns: z.array(z.string()).max(0, { error: "the rig knows no managed policies" }).default([]),
});
const attachedSchema = rolePolicy.extend({ Roles: z.array(z.string()) });

const permissionSchema = z.strictObject({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string(),
});

/** Who but the account's own roles may send to a queue or a topic. */
const resourcePolicySchema = z.object({
  PolicyDocument: documentOf(
    z.discriminatedUnion("Effect", [
      z.strictObject({
        Effect: z.literal("Allow"),
        Sid: z.string().optional(),
        Action: z.enum(["sqs:SendMessage", "sns:Publish"]),
        Principal: z.strictObject({ Service: z.string() }),
        Condition: z
          .union([
            z.strictObject({ ArnEquals: z.strictObject({ "aws:SourceArn": z.string() }) }),
            z.strictObject({
              StringEquals: z.strictObject({ "aws:SourceAccount": z.literal(place.account) }),
            }),
          ])
          .optional(),
        Resource: z.string(),
      }),
      // Everything in AWS comes by TLS, so this one never denies here.
      z.strictObject({
        Effect: z.literal("Deny"),
        Sid: z.string().optional(),
        Action: z.string(),
        Principal: z.unknown(),
        Condition: z.strictObject({ Bool: z.strictObject({ "aws:SecureTransport": z.literal("false") }) }),
        Resource: z.string(),
      }),
    ]),
  ),
});

/**
 * What the template allows whom, and what of it was needed. Roles' policies (Allow, with no condition but a table's partition keys) and the policies of
 * functions, queues and topics that let in AWS's own services; anything else in a template stops the rig rather than be taken
 * for what it is not. IAM proper knows much more; that these are all that is at work here is what makes it enough.
 */
export class Permissions {
  readonly grants: Grant[] = [];
  readonly denials: Denial[] = [];
  readonly #trusts = new Map<string, string[]>();
  readonly #names = new Map<string, string>();

  constructor(stack: DeployedStack) {
    const add = (holder: string, { PolicyDocument }: z.output<typeof rolePolicy>) => {
      for (const { Action, Resource, Condition } of PolicyDocument.Statement) {
        const keys = Condition?.["ForAllValues:StringLike"]["dynamodb:LeadingKeys"];
        for (const action of Action)
          for (const resource of Resource)
            this.grants.push({ holder, action, resource, ...(keys && { keys }), used: 0 });
      }
    };
    for (const { id, properties } of stack.resources("AWS::IAM::Role")) {
      const role = roleSchema.parse(properties);
      this.#trusts.set(
        id,
        role.AssumeRolePolicyDocument.Statement.map(({ Principal }) => Principal.Service),
      );
      this.#names.set(stack.arn(id), id).set(stack.ref(id), id);
      for (const policy of role.Policies) add(id, policy);
    }
    for (const { properties } of stack.resources("AWS::IAM::Policy")) {
      const policy = attachedSchema.parse(properties);
      for (const role of policy.Roles) add(this.roleNamed(role), policy);
    }
    for (const { properties } of stack.resources("AWS::Lambda::Permission")) {
      const { Principal, Action, FunctionName, SourceArn } = permissionSchema.parse(properties);
      this.grants.push({
        holder: Principal,
        action: Action,
        resource: FunctionName,
        source: SourceArn,
        used: 0,
      });
    }
    const guarded = ["AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy"];
    for (const { properties } of guarded.flatMap((type) => stack.resources(type))) {
      for (const statement of resourcePolicySchema.parse(properties).PolicyDocument.Statement) {
        if (statement.Effect === "Deny") continue;
        const { Principal, Action: action, Resource: resource, Condition } = statement;
        const of = Condition !== undefined && "ArnEquals" in Condition ? Condition.ArnEquals : undefined;
        const source = of === undefined ? {} : { source: of["aws:SourceArn"] };
        this.grants.push({ holder: Principal.Service, action, resource, ...source, used: 0 });
      }
    }
  }

  /** A role's logical id, by its ARN or its name. */
  roleNamed(name: string): string {
    const id = this.#names.get(name);
    if (id === undefined) throw new Error(`the template has no role ${name}`);
    return id;
  }

  /** Whether a service may act as this role at all. */
  mayAssume(service: string, role: string): boolean {
    return this.#trusts.get(role)?.includes(service) === true;
  }

  /**
   * Whether it is allowed; counted either way.
   *
   * @param source - the ARN on whose behalf a service calls.
   * @param keys - the partition keys of the items that a call to a table is about.
   */
  allows(holder: string, action: string, resource: string, source?: string, keys?: string[]): boolean {
    const found = this.grants.filter(
      (grant) =>
        grant.holder === holder &&
        matches(grant.action, action) &&
        matches(grant.resource, resource) &&
        (keys ?? []).every((key) => grant.keys?.some((pattern) => matches(pattern, key)) ?? true) &&
        (grant.source === undefined || (source !== undefined && matches(grant.source, source))),
    );
    for (const grant of found) grant.used += 1;
    if (found.length === 0) this.denials.push({ holder, action, resource, ...(keys && { keys }) });
    return found.length > 0;
  }
}

/** IAM's patterns: `*` is any characters, `?` is one. The ARN of a log group ends in a star of AWS's own. */
function matches(pattern: string, value: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`, "s").test(value);
}
