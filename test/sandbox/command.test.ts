import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { usualBehaviour } from "../../sandbox/behaviour.ts";
import { readCommandOptions } from "../../sandbox/command-options.ts";
import { faultPresets } from "../../sandbox/fault-presets.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));

/** The command in a process of its own, up to the line that says how to stop it. */
async function running(...args: string[]) {
  const child = spawn(process.execPath, ["sandbox/main.ts", ...args], {
    cwd: project,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const started = new Promise<void>((resolve) => {
    const hear = (bytes: Buffer) => {
      output += bytes.toString();
      if (output.includes("Ctrl-C stops it")) resolve();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
  });
  await Promise.race([started, ended]);
  return {
    output,
    ended,
    find: (pattern: RegExp) => pattern.exec(output)?.[1] ?? "",
    stop: () => {
      child.kill("SIGINT");
      return ended;
    },
  };
}

describe("the sandbox's command", () => {
  test("runs a sandbox with a token for each profile, and stops in good order at Ctrl-C", async () => {
    const { output, find, stop } = await running("--person", "weaver", "--person", "@spinner");
    const graph = find(/^Graph API {4}(\S+)$/m);
    const token = find(/^Token {8}(\S+)$/m);
    const me = await fetch(`${graph}/me?fields=username&access_token=${token}`);
    expect(await me.json()).toMatchObject({ username: "weaver" });
    expect(output).toContain(`${graph}/@spinner`);
    expect(output.match(/^Token/gm)).toHaveLength(2);
    expect(await stop()).toBe(0);
  });

  test("plans the faults it was given, says so, and remembers in its file what happened", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sandbox-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const state = ["--state", join(folder, "sandbox.json"), "--person", "weaver"];
    const first = await running(...state, "--fault", "publish-empty-unheard:1", "--fault", "status-cut");
    expect(first.output).toContain(
      "Planned      next publish is answered an empty HTTP 500 after it took effect",
    );
    expect(first.output).toContain("Planned      next status check is cut off before it takes effect");
    const graph = first.find(/^Graph API {4}(\S+)$/m);
    const access_token = first.find(/^Token {8}(\S+)$/m);
    const send = (path: string, more: Record<string, string>) =>
      fetch(graph + path, { method: "POST", body: new URLSearchParams({ access_token, ...more }) });
    const made: unknown = await (await send("/me/threads", { media_type: "TEXT", text: "hello" })).json();
    const creation_id = /\d{17}/.exec(JSON.stringify(made))?.[0] ?? "";
    expect((await send("/me/threads_publish", { creation_id })).status).toBe(500);
    await first.stop();

    const second = await running(...state);
    const html = await (await fetch(second.find(/^Profile {6}(\S+)$/m))).text();
    expect(html).toContain("hello");
    expect(await second.stop()).toBe(0);
  });

  test("fails with a sentence when its port is taken", async () => {
    const first = await running();
    const port = new URL(first.find(/^Graph API {4}(\S+)$/m)).port;
    const second = await running("--port", port);
    expect(await second.ended).toBe(1);
    expect(second.output).toContain(
      `error: the sandbox did not start: port ${port} is taken; name another with --port`,
    );
  });

  test("behaves as it was set to, and shows that and its faults on the profile's page", async () => {
    const { output, find } = await running("--set", "postQuota=0", "--fault", "publish-not-found:2x5");
    expect(output).toContain("Set          postQuota is 0");
    const html = await (await fetch(find(/^Profile {6}(\S+)$/m))).text();
    expect(html).toContain("<li>set: postQuota is 0</li>");
    expect(html).toContain(
      "<li>planned: second publish (5 in a row) is answered error 24/4279009 with HTTP 400</li>",
    );
    const graph = find(/^Graph API {4}(\S+)$/m);
    const access_token = find(/^Token {8}(\S+)$/m);
    const body = () => new URLSearchParams({ access_token, media_type: "TEXT", text: "hello" });
    const made: unknown = await (await fetch(`${graph}/me/threads`, { method: "POST", body: body() })).json();
    const creation_id = /\d{17}/.exec(JSON.stringify(made))?.[0] ?? "";
    const publish = new URLSearchParams({ access_token, creation_id });
    const answer = await fetch(`${graph}/me/threads_publish`, { method: "POST", body: publish });
    expect(await answer.text()).toContain("4279002");
  });

  test("shows each fault that has a name in its help", async () => {
    const { output, ended } = await running("--help");
    expect(await ended).toBe(0);
    for (const name of Object.keys(faultPresets)) expect(output).toContain(`  ${name} `);
    for (const name of Object.keys(usualBehaviour)) expect(output).toContain(`  ${name} `);
  });

  test("shows in its help what each thing to be set can be", async () => {
    const { output, ended } = await running("--help");
    expect(await ended).toBe(0);
    expect(output).toMatch(/ republish +same-id \(or error, second-post\)\n/);
    expect(output).toMatch(/ deadTokenStatus +400 \(or 401\)\n/);
    expect(output).toMatch(/ vanishAfterSeconds +null \(or any number\)\n/);
    expect(output).toMatch(/ postQuota +250 \(or any whole number\)\n/);
    expect(output).toMatch(/ grantedScopes +as-requested \(or a JSON list\)\n/);
  });

  test.each([
    [["--fault", "nonsense"], /'nonsense' is invalid/],
    [["--fault", "publish-cut:0"], /is invalid/],
    [["--fault", "publish-cut:1x0"], /is invalid/],
    [["--set", "nonsense=1"], /a name that --help lists/],
    [["--set", "republish"], /a name that --help lists/],
    [["--set", "republish=thrice"], /"same-id"\|"error"\|"second-post"/],
    [["--set", "postQuota=-1"], /Too small/],
    [["--port", "65536"], /whole number from 0 to 65535/],
    [["--person", "No Body"], /username/],
    [["--redirect", "callback"], /whole address/],
    [["extra"], /too many arguments/],
  ])("refuses %j and says what is wrong", async (args, message) => {
    const { output, ended } = await running(...args);
    expect(await ended).toBe(1);
    expect(output).toMatch(message);
  });
});

test("a command line is read as it stands", () => {
  const line =
    "--port 4280 --redirect http://127.0.0.1:1/a --fault publish-cut-unheard:3 --fault container-slow --fault status-cutxever --set republish=error --set vanishAfterSeconds=30";
  expect(readCommandOptions(["node", "main.ts", ...line.split(" ")])).toEqual({
    port: 4280,
    redirect: ["http://127.0.0.1:1/a"],
    fault: [
      { ...faultPresets["publish-cut-unheard"], nth: 3 },
      { ...faultPresets["container-slow"], nth: 1 },
      { ...faultPresets["status-cut"], nth: 1, times: Number.POSITIVE_INFINITY },
    ],
    set: { republish: "error", vanishAfterSeconds: 30 },
  });
});
