import { describe, expect, test } from "vitest";
import { answer, aSandbox, redirectUri } from "./a-sandbox.ts";

const asked = (sandbox: { app: { clientId: string } }, changes: Record<string, string> = {}) =>
  new URLSearchParams({
    client_id: sandbox.app.clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: "threads_basic,threads_content_publish",
    state: "a state & more",
    ...changes,
  });

const decide = (url: string, fields: URLSearchParams, decision: string, username = "weaver") => {
  fields.set("decision", decision);
  fields.set("username", username);
  return fetch(url, { method: "POST", body: fields, redirect: "manual" });
};

describe("the consent page", () => {
  test("is a form that works without JavaScript and names who is logged in", async () => {
    const { sandbox } = await aSandbox();
    const page = await fetch(`${sandbox.authorizeUrl}?${asked(sandbox)}`);
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(html).toContain('<form method="post" action="/oauth/authorize">');
    expect(html).toContain("Publish posts for you");
    expect(html).toContain("<strong>weaver</strong>");
    expect(html).not.toContain("<script");
    expect(page.headers.get("content-security-policy")).toContain(
      `form-action 'self' ${new URL(redirectUri).origin}`,
    );
  });

  test("offers a choice when there are several people, the first of them beforehand", async () => {
    const { sandbox } = await aSandbox({ people: [{ username: "weaver" }, { username: "spinner" }] });
    const html = await (await fetch(`${sandbox.authorizeUrl}?${asked(sandbox)}`)).text();
    expect(html.indexOf('<option value="weaver">')).toBeGreaterThan(0);
    expect(html.indexOf('<option value="spinner">')).toBeGreaterThan(html.indexOf('<option value="weaver">'));
  });

  test("sends an allowed app its code, its state and the fragment #_", async () => {
    const { sandbox } = await aSandbox();
    const sent = await decide(sandbox.authorizeUrl, asked(sandbox), "allow");
    expect(sent.status).toBe(302);
    const location = sent.headers.get("location") ?? "";
    expect(location.startsWith(`${redirectUri}?code=AQ`)).toBe(true);
    expect(location.endsWith("#_")).toBe(true);
    expect(new URL(location).searchParams.get("state")).toBe("a state & more");
  });

  test("sends a denied app three parameters, its state and no code", async () => {
    const { sandbox } = await aSandbox();
    const sent = await decide(sandbox.authorizeUrl, asked(sandbox), "deny");
    expect(Object.fromEntries(new URL(sent.headers.get("location") ?? "").searchParams)).toEqual({
      error: "access_denied",
      error_reason: "user_denied",
      error_description: "The user denied your request",
      state: "a state & more",
    });
    expect(sent.headers.get("location")).toContain("error_description=The+user+denied+your+request");
  });

  test("keeps a query that the redirect URI has already", async () => {
    const { sandbox } = await aSandbox();
    const uri = `${redirectUri}?stage=test`;
    sandbox.registerRedirect(uri);
    const sent = await decide(sandbox.authorizeUrl, asked(sandbox, { redirect_uri: uri }), "allow");
    expect(sent.headers.get("location")).toMatch(/callback\?stage=test&code=AQ/);
  });

  test("takes a request without response_type, as some apps send it", async () => {
    const { sandbox } = await aSandbox();
    const request = asked(sandbox);
    request.delete("response_type");
    expect((await fetch(`${sandbox.authorizeUrl}?${request}`)).status).toBe(200);
  });

  test.each([
    ["an app that does not exist", { client_id: "999" }, 1349026],
    ["an app id that is no number", { client_id: "abc" }, 4476002],
    ["a redirect URI with one slash more", { redirect_uri: `${redirectUri}/` }, 1],
    ["a scope without threads_basic", { scope: "threads_content_publish" }, 1],
    ["another response type", { response_type: "token" }, 1],
  ])("refuses %s on a page of JSON and redirects nowhere", async (_, changes, code) => {
    const { sandbox } = await aSandbox();
    const got = await answer(
      await fetch(`${sandbox.authorizeUrl}?${asked(sandbox, changes)}`, { redirect: "manual" }),
    );
    expect(got.status).toBe(400);
    expect(got.json).toEqual({ error_message: expect.any(String), error_code: code });
    const posted = await decide(sandbox.authorizeUrl, asked(sandbox, changes), "allow");
    expect(posted.headers.get("location")).toBeNull();
  });

  test("refuses somebody who is no tester with 1349245", async () => {
    const { sandbox } = await aSandbox({
      people: [{ username: "weaver" }, { username: "guest", tester: false }],
    });
    const got = await answer(await decide(sandbox.authorizeUrl, asked(sandbox), "allow", "guest"));
    expect(got.json.error_code).toBe(1349245);
    const alone = await aSandbox({ people: [{ username: "guest", tester: false }] });
    const page = await answer(await fetch(`${alone.sandbox.authorizeUrl}?${asked(alone.sandbox)}`));
    expect(page.json.error_code).toBe(1349245);
  });

  test("can put an unknown redirect into a Graph envelope, as was seen once", async () => {
    const { sandbox } = await aSandbox({ behaviour: { badRedirectAnswer: "graph" } });
    const request = asked(sandbox, { redirect_uri: "https://elsewhere.example/" });
    const got = await answer(await fetch(`${sandbox.authorizeUrl}?${request}`));
    expect(got.message).toContain("Invalid redirect");
  });
});
