import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bundle, jobs } from "../../bin/bundle.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));

const startAll = `
const modules = await Promise.all(process.argv.slice(1).map((file) => import(file)));
console.log(Math.max(...modules.map(({ handler }) => handler.length)) < 3);
`;

describe("what is deployed", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "feedloom-synth-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const configurationOf = (text: string) => {
    const path = join(folder, "my.config.ts");
    writeFileSync(path, text);
    return path;
  };
  const run = (script: string, configuration: string) =>
    spawnSync(process.execPath, [script], {
      cwd: project,
      encoding: "utf8",
      env: { ...process.env, FEEDLOOM_CONFIG: configuration, CDK_OUTDIR: join(folder, "cdk.out") },
    });

  it("is one file for each job with a map beside it, which starts, and has this configuration compiled in", async () => {
    const configuration = configurationOf(
      'export default { accounts: ["compiled_in"], feeds: ["https://blog.example/feed.xml"] };',
    );
    const sizes = await bundle({ configuration, outdir: folder });
    expect(Object.keys(sizes)).toEqual([...jobs]);
    for (const job of jobs) {
      const file = join(folder, job, "index.mjs");
      expect(sizes[job]).toBeLessThan(2_000_000);
      expect(readFileSync(file, "utf8")).toContain("compiled_in");
      expect(JSON.parse(readFileSync(`${file}.map`, "utf8"))).toMatchObject({ version: 3 });
    }
    // In a process of its own, as Lambda does; it takes no handler that declares a callback.
    const files = jobs.map((job) => pathToFileURL(join(folder, job, "index.mjs")).href);
    const started = spawnSync(process.execPath, ["--input-type=module", "-e", startAll, ...files], {
      encoding: "utf8",
    });
    expect(started).toMatchObject({ stderr: "", stdout: "true\n" });
  });

  it.each(["bin/bundle.ts", "bin/feedloom.ts"])(
    "%s ends with one sentence when the configuration is wrong",
    (script) => {
      const path = configurationOf("export default { accounts: [], feeds: [] };");
      const { status, stderr, stdout } = run(script, path);
      expect(status).toBe(1);
      expect(stdout).toBe("");
      expect(stderr).toBe(
        `${path}: accounts must name at least one Threads username; it is []; feeds must name at least one feed; it is []\n`,
      );
    },
  );

  it.each(["bin/bundle.ts", "bin/feedloom.ts"])("%s ends with one sentence when there is none", (script) => {
    const { status, stderr } = run(script, join(folder, "none.ts"));
    expect(status).toBe(1);
    expect(stderr.trim().split("\n")).toEqual([expect.stringContaining("there is no such file")]);
  });
});
