import { expect, test } from "vitest";
import { aSandbox, day } from "./a-sandbox.ts";

test("slashes and at signs are escaped in every answer", async () => {
  const { get, say } = await aSandbox();
  const got = await get(`/${await say("mail@a.example/b")}`, { fields: "text,permalink" });
  expect(got.body).toContain('"text":"mail\\u0040a.example\\/b"');
  expect(got.body).not.toMatch(/[^\\]\/|@/);
});

test("every answer has the headers that Meta's have", async () => {
  const { get } = await aSandbox();
  for (const path of ["/v1.0/me", "/v1.0/4711"]) {
    const { headers } = await get(path);
    expect(headers.get("content-type")).toBe("application/json; charset=UTF-8");
    expect(headers.get("threads-api-version")).toBe("v1.0");
    expect(headers.get("cache-control")).toContain("no-store");
    for (const name of ["x-fb-request-id", "x-fb-trace-id", "x-fb-rev", "x-fb-debug", "etag", "expires"])
      expect(headers.get(name), name).toBeTruthy();
  }
});

test("the share of used calls grows until there are none left, and comes back after a day", async () => {
  const { get, clock, sandbox } = await aSandbox({ behaviour: { callAllowance: 4 } });
  const shares: string[] = [];
  for (let n = 0; n < 5; n += 1) {
    const { headers, error } = await get("/me");
    const usage = JSON.parse(headers.get("x-business-use-case-usage") ?? "{}")[sandbox.app.clientId][0];
    expect(usage.type).toBe("threads");
    shares.push(`${usage.call_count} ${usage.estimated_time_to_regain_access} ${error}`);
  }
  expect(shares).toEqual(["25 0 ", "50 0 ", "75 0 ", "100 1440 ", "100 1440 613/4279002"]);
  clock.advance(day);
  expect((await get("/me")).status).toBe(200);
});

test("the texts for people come in the account's language, or not at all", async () => {
  const { get, post, sandbox } = await aSandbox();
  const error = async () => (await post("/me/threads_publish", { creation_id: "4711" })).json.error;
  expect(await error()).not.toHaveProperty("error_user_title");
  sandbox.behaviour.userLanguage = "de";
  expect(await error()).toMatchObject({
    message: "The requested resource does not exist",
    error_user_title: "Medien nicht gefunden",
    error_user_msg: expect.stringContaining("4711"),
  });
  expect((await get("/me")).status).toBe(200);
});

test("parameters are taken from a multipart body", async () => {
  const { sandbox, accessToken } = await aSandbox();
  const body = new FormData();
  for (const [name, value] of Object.entries({
    media_type: "TEXT",
    text: "grün 🌿",
    access_token: accessToken,
  }))
    body.set(name, value);
  const sent = await fetch(`${sandbox.graphUrl}/v1.0/me/threads`, { method: "POST", body });
  expect(sent.status).toBe(200);
  expect(sandbox.record.containers[0]?.text).toBe("grün 🌿");
});

test("the record of calls holds steps and no parameters", async () => {
  const { sandbox, say, accessToken } = await aSandbox();
  await say("hello");
  expect(sandbox.record.calls).toMatchObject([
    { step: 1, call: "create", method: "POST", path: "/v1.0/me/threads", status: 200 },
    { step: 2, call: "publish", method: "POST", path: "/v1.0/me/threads_publish", status: 200 },
  ]);
  expect(JSON.stringify(sandbox.record)).not.toContain(accessToken);
});

test("two runs give the same ids and tokens", async () => {
  const [one, two] = [await aSandbox(), await aSandbox()];
  expect(one.accessToken).toBe(two.accessToken);
  expect(await one.say("hello")).toBe(await two.say("hello"));
});

test.each([
  ["multipart/form-data; boundary=x", "no boundary in here"],
  ["application/json", "{"],
  ["application/json", "[1]"],
])("a body that is not what %s promises is refused with code 100", async (type, body) => {
  const { sandbox, accessToken } = await aSandbox();
  const url = `${sandbox.graphUrl}/me/threads?access_token=${accessToken}`;
  const sent = await fetch(url, { method: "POST", headers: { "Content-Type": type }, body });
  expect([sent.status, await sent.json()]).toMatchObject([400, { error: { code: 100 } }]);
});
