import { spawnSync } from "node:child_process";

const moto = "5.2.1";

/** Somebody names an endpoint of their own by the SDK's variables: AWS Emulator, an account, or the like. */
export const isElsewhere = Object.keys(process.env).some((name) => name.startsWith("AWS_ENDPOINT_URL"));

/** What stands between this machine and `npm run test:aws`, in one line; undefined when nothing does. */
export function whatIsMissing(): string | undefined {
  if (isElsewhere) return undefined;
  const python = spawnSync("python3", ["-c", "import moto, flask, boto3; print(moto.__version__)"], {
    encoding: "utf8",
    timeout: 60_000,
  });
  const remedy = `pip install 'moto[server]==${moto}'`;
  if (python.error !== undefined) return `test:aws needs python3 and moto: install Python 3, then ${remedy}`;
  if (python.status !== 0) return `test:aws needs moto, which python3 does not find: ${remedy}`;
  const found = python.stdout.trim();
  if (found === moto) return undefined;
  return `test:aws needs moto ${moto}, whose gaps it fills by name, and python3 finds ${found}: ${remedy}`;
}
