import { inspect } from "node:util";

/** Everything that left the program, by where it went, to be searched for what must not be in it. */
export interface SecretNet {
  put(where: string, what: unknown): void;
  /** Where which secret was found, in which form; nothing when all is well. */
  findings(secrets: ReadonlyMap<string, string>): string[];
  /** All that came by, for a test that must see that something did. */
  everything(): string;
}

export function secretNet(): SecretNet {
  const caught: { where: string; text: string }[] = [];
  return {
    put: (where, what) => void caught.push({ where, text: inAllForms(what) }),
    findings(secrets) {
      const found = new Set<string>();
      for (const [name, secret] of secrets) {
        for (const [form, needle] of needlesOf(secret)) {
          for (const { where, text } of caught) {
            if (text.includes(needle)) found.add(`${where}: ${name}, ${form}`);
          }
        }
      }
      return [...found];
    },
    everything: () => caught.map(({ where, text }) => `${where}: ${text}`).join("\n"),
  };
}

/** As text, as JSON, and as Node prints it with all that is hidden in it: whatever a log could make of it. */
function inAllForms(what: unknown): string {
  if (typeof what === "string") return what;
  const forms = [inspect(what, { depth: 20, showHidden: true, maxStringLength: null, maxArrayLength: null })];
  for (let error = what; error instanceof Error; error = error.cause)
    forms.push(error.message, error.stack ?? "");
  forms.push(JSON.stringify(what) ?? "");
  return forms.join("\n");
}

/** This much of a secret is one: what is cut off is found, too. */
const telling = 14;

/** What a text has in it when the secret, or much of it, is in it: as it is, or in base 64 at any offset.
 * Those that are planted have only letters and digits, which an address leaves as they are. */
function needlesOf(secret: string): [form: string, needle: string][] {
  const needles: [string, string][] = [
    ["as it is", secret.slice(0, telling)],
    ["from its middle", secret.slice(secret.length / 2, secret.length / 2 + telling)],
  ];
  for (const offset of [0, 1, 2]) {
    const encoded = Buffer.from(`${" ".repeat(offset)}${secret}`).toString("base64");
    // What stands before the secret is in the first four letters, and in no others.
    const inside = encoded.slice(offset === 0 ? 0 : 4, 24);
    needles.push(["in base 64", inside], ["in base 64", inside.replaceAll("+", "-").replaceAll("/", "_")]);
  }
  return needles;
}
