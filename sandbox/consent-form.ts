import { Parser } from "htmlparser2";

/** A consent form, filled in and ready to be sent. */
export interface ConsentForm {
  action: string;
  fields: URLSearchParams;
}

/**
 * Fills in the consent form of a page the way a browser does when a button is pressed.
 *
 * @returns nothing when the page has no such form.
 */
export function consentForm(
  html: string,
  decision: "allow" | "deny",
  username: string | undefined,
): ConsentForm | undefined {
  let action = "";
  let select: string | undefined;
  let hasButton = false;
  const fields = new URLSearchParams();
  const parser = new Parser({
    onopentag(tag, { name, value = "", ...attributes }) {
      if (tag === "form") action = attributes.action ?? "";
      if (tag === "input" && name !== undefined) fields.set(name, value);
      if (tag === "select") select = name;
      if (tag === "option" && select !== undefined && (!fields.has(select) || value === username))
        fields.set(select, value);
      if (tag === "button" && name === "decision" && value === decision) hasButton = true;
    },
    onclosetag(tag) {
      if (tag === "select") select = undefined;
    },
  });
  parser.end(html);
  if (!hasButton) return undefined;
  fields.set("decision", decision);
  if (username !== undefined && fields.get("username") !== username)
    throw new Error(`"${username}" is not among those the consent page offers`);
  return { action, fields };
}
