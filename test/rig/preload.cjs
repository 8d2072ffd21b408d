/**
 * Loaded before AWS's runtime client in the process of a function; see `lambda-process.ts`. It puts three things in the
 * place of what Lambda has and this machine has not:
 *
 * - The client's native part, which is C++ and would have to be compiled: the same four calls over `node:http`.
 * - The clock. What the function takes for the time is the machine's time plus what stands in the rig's clock file, which
 *   all processes share and the rig changes while they run.
 * - Waiting. A wait of a second or more through `node:timers/promises` (all of the jobs' own) is not waited for: the rig
 *   turns its clock on by that much. Timers of other kinds, such as the time-outs of calls, run in real time.
 */
const { readFileSync } = require("node:fs");
const http = require("node:http");
const Module = require("node:module");
const timers = require("node:timers/promises");

const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const clockFile = process.env.RIG_CLOCK_FILE;
delete process.env.RIG_CLOCK_FILE;

/** One connection, so that an answer is there before the next work is asked for. */
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { "content-type": "application/json" };
    const request = http.request({ hostname, port, agent, method, path, headers }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("error", reject);
      response.on("end", () =>
        resolve({ bodyJson: Buffer.concat(parts).toString(), headers: response.headers }),
      );
    });
    request.on("error", reject);
    request.end(body);
  });
}

const runtime = "/2018-06-01/runtime/invocation";
const nativeClient = {
  next: () => call("GET", `${runtime}/next`),
  done: (id, body) => void call("POST", `${runtime}/${id}/response`, body),
  error: (id, body) => void call("POST", `${runtime}/${id}/error`, body),
};

const load = Module._load;
Module._load = function (request, ...others) {
  return request.endsWith("/rapid-client.node") ? nativeClient : load.call(this, request, ...others);
};

const RealDate = Date;
const now = () => RealDate.now() + Number(readFileSync(clockFile, "utf8"));
globalThis.Date = new Proxy(RealDate, {
  apply: () => new RealDate(now()).toString(),
  construct: (target, values, made) =>
    Reflect.construct(
      target,
      values.length === 0 ? [now()] : values,
      made === globalThis.Date ? target : made,
    ),
  get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
});
RealDate.prototype.constructor = globalThis.Date;

const wait = timers.setTimeout;
timers.setTimeout = async (milliseconds, value, options) => {
  if (!(milliseconds >= 1000)) return wait(milliseconds, value, options);
  options?.signal?.throwIfAborted();
  await call("POST", "/rig/wait", String(milliseconds));
  return value;
};
Module.syncBuiltinESMExports();
