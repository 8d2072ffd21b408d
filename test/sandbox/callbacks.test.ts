import { createServer, type IncomingMessage } from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import { callbackServer } from "../../bin/local/callback-server.ts";
import { invocation } from "../../bin/local/invocation.ts";
import { startHost } from "../../bin/local/start-host.ts";
import { readConfiguration } from "../../functions/core/configuration.ts";
import { tamperings } from "../../sandbox/signed-request.ts";
import { startSandbox } from "../../sandbox/start-sandbox.ts";
import { visitConsent } from "../../sandbox/visitor.ts";
import { onLoopback } from "../support/on-loopback.ts";
import { recordedLog } from "../support/recorded-log.ts";
import { VirtualClock } from "../support/virtual-clock.ts";
import { aSandbox } from "./a-sandbox.ts";

/** An app that answers every callback with the same words, and remembers what came. */
async function anApp(status: number, body: string) {
  const seen: { method?: string; type?: string; body: string }[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    let came = "";
    for await (const part of request) came += part;
    seen.push({ method: request.method ?? "", type: request.headers["content-type"] ?? "", body: came });
    response.writeHead(status).end(body);
  });
  return { url: await onLoopback(server), seen };
}

const good = JSON.stringify({ url: "https://app.example/deletion/1", confirmation_code: "a1" });

describe("the sandbox's callbacks", () => {
  test("are posted as a form with one field, signed over its payload as written", async () => {
    const app = await anApp(200, "");
    const { sandbox, userId, clock } = await aSandbox({
      callbackUrls: { uninstall: `${app.url}/uninstall` },
    });
    const sent = await sandbox.uninstall("weaver");
    expect(sent).toMatchObject({ status: 200, body: "" });
    expect(sent.complaint).toBeUndefined();
    const [came] = app.seen;
    expect([came?.method, came?.type]).toEqual(["POST", "application/x-www-form-urlencoded;charset=UTF-8"]);
    expect(Object.fromEntries(new URLSearchParams(came?.body))).toEqual({
      signed_request: sent.signedRequest,
    });
    const [signature, payload = ""] = sent.signedRequest.split(".");
    expect(signature).toMatch(/^[\w-]{43}$/);
    expect(JSON.parse(Buffer.from(payload, "base64url").toString())).toEqual({
      user_id: userId,
      algorithm: "HMAC-SHA256",
      issued_at: clock.now().getTime() / 1000,
    });
  });

  test("end the person's tokens", async () => {
    const app = await anApp(200, good);
    const { sandbox, get } = await aSandbox({ callbackUrls: { uninstall: app.url, deletion: app.url } });
    await sandbox.requestDeletion("weaver");
    expect((await get("/v1.0/me")).error).toBe("190/458");
  });

  test.each<[string, number, string, string | undefined]>([
    ["a url and a code", 200, good, undefined],
    ["an error", 500, good, "HTTP 500 instead of 200"],
    ["a redirect", 302, good, "HTTP 302 instead of 200"],
    ["nothing", 200, "", "no JSON with url"],
    ["no code", 200, '{"url":"https://app.example/"}', "no JSON with url"],
    ["a code with a dash", 200, good.replace("a1", "a-1"), "no JSON with url"],
    ["a relative url", 200, good.replace("https://app.example", ""), "no JSON with url"],
    [
      "keys without quotes",
      200,
      "{url: 'https://app.example/', confirmation_code: 'a1'}",
      "no JSON with url",
    ],
  ])("judge an app that answers a deletion with %s", async (_, status, body, complaint) => {
    const app = await anApp(status, body);
    const { sandbox } = await aSandbox({ callbackUrls: { deletion: app.url } });
    const sent = await sandbox.requestDeletion("weaver");
    if (complaint === undefined)
      expect(sent).toMatchObject({ url: "https://app.example/deletion/1", confirmationCode: "a1" });
    else expect(sent.complaint).toContain(complaint);
  });

  test("go nowhere but to loopback, and need an address", async () => {
    const { sandbox } = await aSandbox();
    await expect(sandbox.uninstall("weaver")).rejects.toThrow("no uninstall callback is registered");
    sandbox.registerCallbacks({ uninstall: "https://app.example/uninstall" });
    await expect(sandbox.uninstall("weaver")).rejects.toThrow("the sandbox stays on loopback");
    await expect(sandbox.uninstall("nobody")).rejects.toThrow('no profile "nobody"');
  });
});

/** The local host, connected to a sandbox that knows all its callbacks. */
async function aConnectedHost() {
  const clock = new VirtualClock();
  const sandbox = await startSandbox({ clock, people: [{ username: "bronzfronz" }], cards: "off" });
  const host = await startHost({
    database: ":memory:",
    port: 0,
    clock,
    log: recordedLog(),
    configuration: readConfiguration({ accounts: ["bronzfronz"], feeds: ["https://blog.example/feed.xml"] }),
    threadsUrls: sandbox,
    allowPrivateFeeds: false,
    onEvent: () => {},
    onFailure: (error) => {
      throw error;
    },
  });
  onTestFinished(async () => {
    await host.close();
    await sandbox.close();
  });
  sandbox.registerRedirect(`${host.url}/callback`);
  sandbox.registerCallbacks({ uninstall: `${host.url}/uninstall`, deletion: `${host.url}/delete` });
  await host.services.vault.writeAppSecret(JSON.stringify(sandbox.app));
  const connect = () => visitConsent(`${host.url}/connect`, { decision: "allow" });
  await connect();
  const vault = async () => (await host.services.vault.read("bronzfronz")).kind;
  return { clock, sandbox, host, connect, vault };
}

describe("the local host, called back by the sandbox", () => {
  test("forgets a profile that was removed, and takes it back at a new connect", async () => {
    const { clock, sandbox, host, connect, vault } = await aConnectedHost();
    clock.advance({ days: 3 });
    const sent = await sandbox.uninstall("bronzfronz");
    expect([sent.status, sent.complaint]).toEqual([200, undefined]);
    expect(await vault()).toBe("absent");
    clock.advance({ minutes: 1 });
    expect((await connect()).status).toBe(200);
    expect((await sandbox.sendCallback("uninstall", sent.signedRequest)).status).toBe(200);
    expect(await vault()).toBe("token");
    await host.publisher({}, invocation("publisher"));
  });

  test("answers a deletion as Meta wants it, with a page behind the address", async () => {
    const { sandbox, vault } = await aConnectedHost();
    const sent = await sandbox.requestDeletion("bronzfronz");
    expect(sent.complaint).toBeUndefined();
    expect(await vault()).toBe("absent");
    const page = await fetch(sent.url ?? "");
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining("The data is deleted")]);
    expect((await fetch(`${sent.url}0`)).status).toBe(404);
    const again = await sandbox.sendCallback("deletion", sent.signedRequest);
    expect(again.confirmationCode).toBe(sent.confirmationCode);
  });

  test.each(Object.entries(tamperings))("refuses one with its %s", async (_, tamper) => {
    const { sandbox, vault } = await aConnectedHost();
    const [one, other] = [
      await sandbox.uninstall("bronzfronz", { tamper }),
      await sandbox.requestDeletion("bronzfronz", { tamper }),
    ];
    expect([one.status, other.status]).toEqual([400, 400]);
    expect((await sandbox.uninstall("bronzfronz", { secret: "another" })).status).toBe(400);
    expect((await sandbox.uninstall("bronzfronz", { payload: { algorithm: "none" } })).status).toBe(400);
    expect(await vault()).toBe("token");
  });

  test("refuses a body of any size and kind that is no form of Meta's", async () => {
    const { host, vault } = await aConnectedHost();
    const send = async (body: string | Uint8Array<ArrayBuffer>, type?: string) =>
      fetch(`${host.url}/delete`, {
        method: "POST",
        body,
        ...(type && { headers: { "content-type": type } }),
      });
    expect((await send("a".repeat(9_000), "application/x-www-form-urlencoded")).status).toBe(413);
    expect((await send("a".repeat(90_000), "text/plain")).status).toBe(413);
    const huge = await send("a".repeat(200_000), "application/x-www-form-urlencoded");
    expect([huge.status, await huge.text()]).toEqual([413, "too large"]);
    expect((await send("{}", "application/json")).status).toBe(400);
    expect((await send(new Uint8Array([0xff, 0xfe]), "application/octet-stream")).status).toBe(400);
    expect((await send("")).status).toBe(400);
    expect((await fetch(`${host.url}/delete`)).status).toBe(404);
    expect(await vault()).toBe("token");
  });

  test("hands a request on as API Gateway would: forms in base64, values of one name joined", async () => {
    const events: unknown[] = [];
    const server = callbackServer(async (event) => {
      events.push(event);
      return { statusCode: 204 };
    });
    const url = "http://127.0.0.1:4281/callback?a=1&b=&a=2";
    await server(new Request(url, { headers: { cookie: "x=1; y=2" } }));
    await server(new Request(url, { method: "POST", body: new URLSearchParams({ c: "é" }) }));
    await server(new Request(url, { method: "POST", body: "é", headers: { "content-type": "text/plain" } }));
    const queryStringParameters = { a: "1,2", b: "" };
    expect(events).toMatchObject([
      { routeKey: "GET /callback", queryStringParameters, cookies: ["x=1", "y=2"], isBase64Encoded: false },
      { routeKey: "POST /callback", body: btoa("c=%C3%A9"), isBase64Encoded: true },
      { body: "é", isBase64Encoded: false },
    ]);
  });
});
