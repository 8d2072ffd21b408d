import * as z from "zod";

const templateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown() })).default({}),
});

/** Where the stack is, in AWS's words. */
export const place = { account: "123456789012", region: "eu-west-1", partition: "aws" } as const;

/** What `Ref` and `Fn::GetAtt` give for a resource. */
interface Physical {
  ref: string;
  attributes: Record<string, string>;
}

const arnOf = (service: string, rest: string) =>
  `arn:${place.partition}:${service}:${place.region}:${place.account}:${rest}`;

type Naming = (id: string, properties: Record<string, unknown>, url: string) => Physical;

const named =
  (field: string, arn: (name: string) => string): Naming =>
  (id, properties) => {
    const name = z.string().default(`Feedloom-${id}`).parse(properties[field]);
    return { ref: name, attributes: { Arn: arn(name) } };
  };

/** How AWS names what the stack makes. A kind that is not here cannot be referred to in the rig. */
const namings: Record<string, Naming> = {
  "AWS::Lambda::Function": named("FunctionName", (name) => arnOf("lambda", `function:${name}`)),
  "AWS::DynamoDB::Table": named("TableName", (name) => arnOf("dynamodb", `table/${name}`)),
  "AWS::Events::EventBus": named("Name", (name) => arnOf("events", `event-bus/${name}`)),
  "AWS::Events::Rule": named("Name", (name) => arnOf("events", `rule/${name}`)),
  "AWS::IAM::Role": named("RoleName", (name) => `arn:${place.partition}:iam::${place.account}:role/${name}`),
  "AWS::Logs::LogGroup": named("LogGroupName", (name) => arnOf("logs", `log-group:${name}:*`)),
  "AWS::SecretsManager::Secret": (id, properties) => {
    const name = z.string().default(`Feedloom-${id}`).parse(properties.Name);
    // AWS adds six characters of chance.
    return { ref: arnOf("secretsmanager", `secret:${name}-a1B2c3`), attributes: {} };
  },
  "AWS::SQS::Queue": (id, properties) => {
    const name = z.string().default(`Feedloom-${id}`).parse(properties.QueueName);
    return {
      ref: `https://sqs.${place.region}.amazonaws.com/${place.account}/${name}`,
      attributes: { Arn: arnOf("sqs", name), QueueName: name },
    };
  },
  "AWS::ApiGatewayV2::Api": (_id, _properties, url) => ({
    ref: "abcdef1234",
    attributes: { ApiEndpoint: url },
  }),
  "AWS::ApiGatewayV2::Integration": (id) => ({ ref: id, attributes: {} }),
  "AWS::CloudWatch::Alarm": named("AlarmName", (name) => arnOf("cloudwatch", `alarm:${name}`)),
  "AWS::SNS::Topic": (id) => ({
    ref: arnOf("sns", `Feedloom-${id}`),
    attributes: { TopicName: `Feedloom-${id}` },
  }),
};

export interface Resource {
  id: string;
  /** With every reference resolved. */
  properties: Record<string, unknown>;
}

/** A template as if it had been deployed: its resources with the names that AWS would give them. */
export class DeployedStack {
  readonly #template: z.output<typeof templateSchema>;
  readonly #url: string;

  /** @param url - what the HTTP API is reached by, without a slash at its end. */
  constructor(template: unknown, url: string) {
    this.#template = templateSchema.parse(template);
    this.#url = url;
  }

  get types(): Set<string> {
    return new Set(Object.values(this.#template.Resources).map(({ Type }) => Type));
  }

  get outputs(): Record<string, string> {
    const values = Object.entries(this.#template.Outputs).map(([name, { Value }]) => {
      return [name, z.string().parse(this.#resolve(Value))];
    });
    return Object.fromEntries(values);
  }

  resources(type: string): Resource[] {
    return Object.entries(this.#template.Resources)
      .filter(([, { Type }]) => Type === type)
      .map(([id, { Properties }]) => ({ id, properties: this.#properties(Properties) }));
  }

  ref(id: string): string {
    return this.#physical(id).ref;
  }

  arn(id: string): string {
    return this.#attribute(id, "Arn");
  }

  #properties(properties: Record<string, unknown>): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(properties).map(([name, value]) => [name, this.#resolve(value)]),
    );
  }

  #resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((part) => this.#resolve(part));
    if (typeof value !== "object" || value === null) return value;
    const [first, another] = Object.entries(value);
    if (first !== undefined && another === undefined) {
      const [name, content] = first;
      if (name === "Ref") return this.ref(z.string().parse(content));
      if (name.startsWith("Fn::")) return this.#call(name, content);
    }
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, this.#resolve(part)]));
  }

  #call(name: string, content: unknown): string {
    switch (name) {
      case "Fn::GetAtt": {
        const [id, attribute] = z.tuple([z.string(), z.string()]).parse(content);
        return this.#attribute(id, attribute);
      }
      case "Fn::Join": {
        const [separator, parts] = z.tuple([z.string(), z.array(z.unknown())]).parse(content);
        return z.array(z.string()).parse(this.#resolve(parts)).join(separator);
      }
      case "Fn::Sub":
        return z
          .string()
          .parse(content)
          .replace(/\$\{([^}]+)\}/g, (_whole, id: string) => this.ref(id));
      default:
        throw new Error(`the rig does not know ${name}`);
    }
  }

  #attribute(id: string, attribute: string): string {
    const value = this.#physical(id).attributes[attribute];
    if (value === undefined) throw new Error(`the rig does not know ${attribute} of ${id}`);
    return value;
  }

  #physical(id: string): Physical {
    const pseudo = pseudoParameters[id];
    if (pseudo !== undefined) return { ref: pseudo, attributes: {} };
    const resource = this.#template.Resources[id];
    const naming = namings[resource?.Type ?? ""];
    if (resource === undefined || naming === undefined) {
      throw new Error(`the rig cannot name ${id} (${resource?.Type ?? "no resource of the template"})`);
    }
    return naming(id, this.#properties(resource.Properties), this.#url);
  }
}

const pseudoParameters: Record<string, string> = {
  "AWS::AccountId": place.account,
  "AWS::Region": place.region,
  "AWS::Partition": place.partition,
  "AWS::URLSuffix": "amazonaws.com",
  "AWS::StackName": "Feedloom",
};
