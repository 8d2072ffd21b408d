import * as z from "zod";

/**
 * The part of JSON Schema that zod writes for a configuration. Beside `description` a field's `.meta()` has an `example`
 * (zod leaves out `examples` where a schema transforms), and may say `takes`, where a pattern or a function would tell a
 * person nothing, and `otherwise`, what holds where it is left out.
 */
const nodeSchema = z.object({
  type: z.enum(["string", "number", "integer", "boolean", "array", "object"]).optional(),
  description: z.string().optional(),
  example: z.unknown().optional(),
  takes: z.string().optional(),
  otherwise: z.string().optional(),
  default: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  minItems: z.number().optional(),
  maxLength: z.number().optional(),
  required: z.array(z.string()).default([]),
  get items() {
    return nodeSchema.optional();
  },
  get anyOf() {
    return z.array(nodeSchema).optional();
  },
  get properties() {
    return z.record(z.string(), nodeSchema).default({});
  },
});
type Node = z.output<typeof nodeSchema>;

/** One field of the configuration, in words. */
export interface Field {
  /** Where it stands among the fields of its list, such as `quietHours.from`. */
  path: string;
  isNeeded: boolean;
  /** What may stand there, and its limits; undefined where neither the schema nor its words tell. */
  takes: string | undefined;
  description: string | undefined;
  /** What holds without it. */
  otherwise: string | undefined;
  example: unknown;
}

/** The fields of one kind of object, those of objects within it behind their own. */
export interface FieldList {
  /** Where such an object stands: empty for the configuration itself, else such as `feeds[]`. */
  place: string;
  fields: Field[];
}

/** What people may write, as the schema has it: its own fields, then those of each list of objects. */
export function fieldListsOf(schema: z.ZodType): FieldList[] {
  const root = nodeSchema.parse(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
  const lists = Object.entries(root.properties).flatMap(([name, { items }]) =>
    items === undefined || Object.keys(items.properties).length === 0
      ? []
      : [{ place: `${name}[]`, fields: fieldsOf(items) }],
  );
  return [{ place: "", fields: fieldsOf(root) }, ...lists];
}

function fieldsOf(parent: Node, before = ""): Field[] {
  return Object.entries(parent.properties).flatMap(([name, node]) => {
    const path = `${before}${name}`;
    const isNeeded = parent.required.includes(name);
    const otherwise =
      node.otherwise ?? (node.default === undefined ? undefined : `\`${literal(node.default)}\``);
    const { description, example } = node;
    const field = { path, isNeeded, takes: takenBy(node), description, otherwise, example };
    return [field, ...fieldsOf(node, `${path}.`)];
  });
}

function takenBy(node: Node): string | undefined {
  if (node.takes !== undefined) return node.takes;
  if (node.anyOf !== undefined) return joined(node.anyOf.map(takenBy));
  if (node.enum !== undefined) return joined(node.enum.map((one) => `\`${literal(one)}\``));
  if (node.const !== undefined) return `\`${literal(node.const)}\``;
  switch (node.type) {
    case "string":
      return node.maxLength === undefined ? "text" : `text, at most ${node.maxLength} characters`;
    case "boolean":
      return "`true` or `false`";
    case "integer":
      return `a whole number${range(node)}`;
    case "number":
      return `a number${range(node)}`;
    case "array":
      return node.items && `a list; each: ${takenBy(node.items) ?? "?"}`;
    case "object":
      return "an object with the fields below";
    case undefined:
      return undefined;
  }
}

function range({ minimum, maximum, exclusiveMinimum }: Node): string {
  if (exclusiveMinimum !== undefined) return ` above ${exclusiveMinimum}`;
  if (minimum !== undefined && maximum !== undefined) return `, ${minimum} to ${maximum}`;
  return minimum === undefined ? "" : ` from ${minimum} on`;
}

function joined(words: (string | undefined)[]): string | undefined {
  if (words.includes(undefined)) return undefined;
  const last = words.at(-1);
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} or ${last}`;
}

/** A value as it is written in TypeScript. */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, one]) => `${name}: ${literal(one)}`);
  return `{ ${fields.join(", ")} }`;
}
