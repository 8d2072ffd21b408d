import { describe, expect, it } from "vitest";
import { configurationPage } from "../../bin/docs/configuration-page.ts";
import { type Field, fieldListsOf } from "../../bin/docs/schema-fields.ts";
import { readConfiguration } from "../../functions/core/configuration.ts";
import { configurationSchema } from "../../functions/core/configuration-schema.ts";
import { readPage } from "./pages.ts";

const lists = fieldListsOf(configurationSchema);
const all = lists.flatMap(({ place, fields }) =>
  fields.map((field) => [`${place === "" ? "" : `${place}.`}${field.path}`, place, field] as const),
);
const smallest = { accounts: ["bronzfronz"], feeds: ["https://blog.example/feed.xml"] };
const longForms: Record<string, object> = {
  "accounts[]": { username: "bronzfronz" },
  "feeds[]": { url: "https://blog.example/feed.xml" },
};

/** The smallest configuration with a field's example in it; of a field within an object, in that object's own example. */
function exemplified(place: string, { path, example }: Field, fields: readonly Field[]): unknown {
  const [outer = "", inner] = path.split(".");
  const around = fields.find((field) => field.path === outer)?.example;
  const value = inner === undefined ? example : { ...Object(around), [inner]: example };
  if (place === "") return { ...smallest, [outer]: value };
  return { ...smallest, [place.replace("[]", "")]: [{ ...longForms[place], [outer]: value }] };
}

describe("the page about the configuration", () => {
  it("is the one that `npm run docs` writes", () => {
    expect(readPage("docs/configuration.md")).toBe(configurationPage());
  });

  it("has the accounts', the feeds' and the whole's fields", () => {
    expect(lists.map(({ place }) => place)).toEqual(["", "accounts[]", "feeds[]"]);
    expect(all.length).toBeGreaterThan(25);
  });

  it.each(all)("says of %s what it means and what it takes", (_, __, { description, takes }) => {
    expect(description).toMatch(/\w{2}.*[.)]$/s);
    expect(takes).toBeDefined();
    expect(takes).not.toContain("?");
  });

  it.each(all)("has an example of %s that is accepted", (_, place, field) => {
    expect(field.example).toBeDefined();
    const { fields = [] } = lists.find((list) => list.place === place) ?? {};
    expect(() => readConfiguration(exemplified(place, field, fields))).not.toThrow();
  });
});
