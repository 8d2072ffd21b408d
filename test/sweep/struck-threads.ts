import type { Sandbox } from "../../sandbox/start-sandbox.ts";
import { callKindOf } from "../support/failing-services.ts";
import type { Strike } from "./strikes.ts";

/**
 * Has the sandbox do to the next call of this kind what the strike says.
 *
 * @param method - of the port: the call that is about to be made.
 * @param latestInMs - nothing takes effect later than so long from now.
 */
export function strikeThreads(
  sandbox: Sandbox,
  method: string,
  { threads, misread }: Strike,
  latestInMs = Number.POSITIVE_INFINITY,
): void {
  const call = callKindOf(method);
  if (call === undefined || threads === undefined) throw new Error(`nothing is planned for ${method}`);
  if (misread !== undefined) {
    const { status, times } = misread;
    sandbox.faults.plan({
      call: "status",
      times,
      effect: "twisted",
      twist: { kind: "status-reads", status },
    });
  }
  if (threads.effect !== "late") {
    sandbox.faults.plan({ call, ...threads });
    return;
  }
  if (call !== "publish") throw new Error(`only a publish takes effect late, not ${method}`);
  const afterSeconds = Math.max(0, Math.min(threads.afterSeconds, latestInMs / 1000));
  sandbox.faults.plan({ call, ...threads, afterSeconds });
}
