import { expect, it } from "vitest";
import { judge, schemas } from "../../functions/adapters/http/threads-answers.ts";

const faultIn = (body: unknown) => {
  const read = judge(
    { kind: "answer", status: 400, headers: new Headers(), body: JSON.stringify(body) },
    schemas.id,
  );
  return read.ok ? undefined : read.fault;
};

it.each([
  ["the usual body", { error: { message: "No.", code: "190", error_subcode: "460" } }, 460],
  ["the exchange's", { error_type: "OAuthException", code: "190", error_message: "No." }, undefined],
  ["a page's", { error_code: "190", error_message: "No." }, undefined],
])("a number that comes as text in %s is read as one", (_, body, subcode) => {
  const fault = faultIn(body);
  expect(fault).toMatchObject({ kind: "error", code: 190 });
  expect(fault?.subcode).toBe(subcode);
  expect(fault).not.toHaveProperty("name");
});

it("a name in the place of a number stays one", () => {
  const fault = faultIn({ error: { message: "No.", code: "THREADS_API__LINK_LIMIT_EXCEEDED" } });
  expect(fault).toMatchObject({ name: "THREADS_API__LINK_LIMIT_EXCEEDED" });
  expect(fault).not.toHaveProperty("code");
});
