import * as z from "zod";
import { place } from "./deployed-stack.ts";

/** What a call asks IAM for: each action with the resource it is about. */
export interface Asked {
  action: string;
  resource: string;
  /** Of a call to a table, the partition keys of the items that it is about. */
  keys?: string[];
}

export type Service = "dynamodb" | "secretsmanager" | "events";

const services: Record<string, Service> = {
  DynamoDB_20120810: "dynamodb",
  secretsmanager: "secretsmanager",
  AWSEvents: "events",
};

/** Which service and action a target header names, such as `DynamoDB_20120810.GetItem`; undefined when it is none of ours. */
export function readTarget(target: string): { service: Service; action: string } | undefined {
  const [prefix = "", action = ""] = target.split(".");
  const service = services[prefix];
  return service === undefined || action === "" ? undefined : { service, action };
}

const arn = (service: string, rest: string) =>
  `arn:${place.partition}:${service}:${place.region}:${place.account}:${rest}`;
const table = (name: string) => arn("dynamodb", `table/${name}`);

const key = z.object({ pk: z.object({ S: z.string() }) });
const singleItem = z.object({ TableName: z.string(), Key: key.optional(), Item: key.optional() });
const query = z.object({
  TableName: z.string(),
  IndexName: z.string().optional(),
  KeyConditionExpression: z.string().startsWith("#pk = :pk"),
  ExpressionAttributeNames: z.object({ "#pk": z.literal("pk") }),
  ExpressionAttributeValues: z.object({ ":pk": key.shape.pk }),
});
const batch = z.object({ RequestItems: z.record(z.string(), z.object({ Keys: z.array(key) })) });
const secret = z.object({ SecretId: z.string() });
const events = z.object({ Entries: z.array(z.object({ EventBusName: z.string().default("default") })) });

/**
 * The permissions that a call needs, for the actions that Feedloom has reason to use.
 *
 * @param secretArn - the ARN of a secret by its name; undefined when there is none.
 * @returns undefined for an action that the rig does not know.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function permissionsFor(
  service: Service,
  action: string,
  input: unknown,
  secretArn: (name: string) => string | undefined,
): Asked[] | undefined {
  const named = `${service}:${action}`;
  switch (named) {
    case "dynamodb:GetItem":
    case "dynamodb:PutItem":
    case "dynamodb:UpdateItem":
    case "dynamodb:DeleteItem":
      return [forItem(named, singleItem.parse(input))];
    case "dynamodb:Query": {
      const { TableName, IndexName, ExpressionAttributeValues } = query.parse(input);
      const index = IndexName === undefined ? "" : `/index/${IndexName}`;
      const keys = [ExpressionAttributeValues[":pk"].S];
      return [{ action: named, resource: `${table(TableName)}${index}`, keys }];
    }
    case "dynamodb:BatchGetItem":
      return Object.entries(batch.parse(input).RequestItems).map(([name, { Keys }]) => ({
        action: named,
        resource: table(name),
        keys: Keys.map(({ pk }) => pk.S),
      }));
    case "secretsmanager:GetSecretValue":
    case "secretsmanager:PutSecretValue": {
      const { SecretId } = secret.parse(input);
      return [
        { action: named, resource: secretArn(SecretId) ?? arn("secretsmanager", `secret:${SecretId}`) },
      ];
    }
    case "events:PutEvents": {
      const buses = new Set(events.parse(input).Entries.map(({ EventBusName }) => EventBusName));
      return [...buses].map((bus) => ({ action: named, resource: arn("events", `event-bus/${bus}`) }));
    }
    default:
      return undefined;
  }
}

function forItem(action: string, { TableName, Key, Item }: z.output<typeof singleItem>): Asked {
  const about = Key ?? Item;
  if (about === undefined) throw new Error(`${action} names no item`);
  return { action, resource: table(TableName), keys: [about.pk.S] };
}
