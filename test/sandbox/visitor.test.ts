import { createServer, type IncomingMessage } from "node:http";
import { describe, expect, test } from "vitest";
import { visitConsent } from "../../sandbox/visitor.ts";
import { onLoopback } from "../support/on-loopback.ts";
import { aSandbox } from "./a-sandbox.ts";

/** An app as a browser meets it: `/connect` sets cookies and sends to the sandbox, `/callback` shows what came. */
async function anApp(setCookie: string[]) {
  const seen: IncomingMessage[] = [];
  const app = { authorizeUrl: "", url: "", seen };
  const server = createServer((request, response) => {
    seen.push(request);
    if (request.url === "/connect") {
      response.writeHead(302, { Location: app.authorizeUrl, "Set-Cookie": setCookie });
      return response.end();
    }
    response.writeHead(200, { "Content-Type": "text/html" });
    return response.end(`cookies: ${request.headers.cookie ?? "none"}`);
  });
  app.url = await onLoopback(server);
  return app;
}

async function connected(setCookie: string[], people = [{ username: "weaver" }, { username: "spinner" }]) {
  const made = await aSandbox({ people });
  const app = await anApp(setCookie);
  const redirectUri = `${app.url}/callback`;
  made.sandbox.registerRedirect(redirectUri);
  const request = new URLSearchParams({
    client_id: made.sandbox.app.clientId,
    redirect_uri: redirectUri,
    scope: "threads_basic",
    state: "secret-state",
  });
  app.authorizeUrl = `${made.sandbox.authorizeUrl}?${request}`;
  return { ...made, app };
}

describe("the visitor", () => {
  test("goes from /connect over the consent page to the callback, and tells no code or state", async () => {
    const { app, sandbox } = await connected([]);
    const end = await visitConsent(`${app.url}/connect`, { decision: "allow" });
    expect(end.status).toBe(200);
    expect(end.url).toMatch(/\/callback\?code=\*\*\*&state=\*\*\*/);
    expect(end.passed.map((url) => new URL(url).pathname)).toEqual([
      "/connect",
      "/oauth/authorize",
      "/oauth/authorize",
      "/callback",
    ]);
    expect(JSON.stringify(end.passed)).not.toMatch(/secret-state|code=AQ/);
    expect(app.seen.at(-1)?.url).toMatch(/^\/callback\?code=AQ\w+&state=secret-state$/);
    expect(new URL(end.passed[1] ?? "").origin).toBe(sandbox.graphUrl);
  });

  test("can deny", async () => {
    const { app } = await connected([]);
    const end = await visitConsent(`${app.url}/connect`, { decision: "deny" });
    expect(new URL(end.url).searchParams.get("error_reason")).toBe("user_denied");
  });

  test("can be somebody else, but nobody who is not there", async () => {
    const { app, sandbox } = await connected([]);
    await visitConsent(`${app.url}/connect`, { decision: "allow", username: "spinner" });
    const code = new URL(app.seen.at(-1)?.url ?? "", app.url).searchParams.get("code") ?? "";
    const { clientId, clientSecret } = sandbox.app;
    const body = new URLSearchParams({
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: "authorization_code",
      redirect_uri: `${app.url}/callback`,
      code,
    });
    const got = await fetch(`${sandbox.graphUrl}/oauth/access_token`, { method: "POST", body });
    expect(await got.text()).toContain(sandbox.generateToken("spinner").userId);
    await expect(
      visitConsent(`${app.url}/connect`, { decision: "allow", username: "nobody" }),
    ).rejects.toThrow(/"nobody" is not among/);
  });

  test.each([
    ["__Host-state=1; Secure; HttpOnly; Path=/; SameSite=Lax", "__Host-state=1"],
    ["__Host-state=1; HttpOnly; Path=/", "none"],
    ["__Host-state=1; Secure; Path=/callback", "none"],
    ["state=1; Path=/callback", "state=1"],
    ["state=1; Path=/elsewhere", "none"],
    ["state=1; Path=/; Max-Age=0", "none"],
    ["state=1; Path=/; SameSite=Strict", "none"],
  ])("keeps the cookie %j as a browser would", async (cookie, sent) => {
    const { app } = await connected([cookie]);
    const end = await visitConsent(`${app.url}/connect`, { decision: "allow" });
    expect(end.html).toBe(`cookies: ${sent}`);
  });

  test("ends at an error page when there is no consent page", async () => {
    const { app } = await connected([], [{ username: "weaver" }]);
    app.authorizeUrl = app.authorizeUrl.replace(/client_id=\d+/, "client_id=1");
    const end = await visitConsent(`${app.url}/connect`, { decision: "allow" });
    expect([end.status, JSON.parse(end.html).error_code]).toEqual([400, 1349026]);
    expect(end.url).toContain("state=***");
  });

  test("never leaves loopback", async () => {
    const { app } = await connected([]);
    app.authorizeUrl = "https://threads.example/oauth/authorize?state=s";
    await expect(visitConsent(`${app.url}/connect`, { decision: "allow" })).rejects.toThrow(
      "the visitor stays on loopback and was sent to https://threads.example/oauth/authorize?state=***",
    );
  });
});
