import { afterEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { jsonLog, logging } from "../../functions/runtime/log.ts";
import { cloudWatchMeter, figureNames, silentMeter } from "../../functions/runtime/metrics.ts";

const line = z.record(z.string(), z.unknown());

/** The JSON lines that something writes to standard output or standard error. */
function written(action: () => void): Record<string, unknown>[] {
  const chunks: string[] = [];
  const keep = (chunk: unknown) => chunks.push(String(chunk)) > 0;
  vi.spyOn(process.stdout, "write").mockImplementation(keep);
  vi.spyOn(process.stderr, "write").mockImplementation(keep);
  action();
  vi.restoreAllMocks();
  const lines = chunks
    .join("")
    .split("\n")
    .filter((text) => text !== "");
  return lines.map((text) => line.parse(JSON.parse(text)));
}
afterEach(() => void vi.restoreAllMocks());

describe("a line of the log", () => {
  it("is JSON, with what is known of the run and the post that it is about", () => {
    const log = jsonLog();
    const lines = written(() =>
      logging({ requestId: "r-1" }, () => {
        log.info("begun");
        logging({ post: "p-1" }, () => log.warn("not yet", { words: "Meta is reading the picture" }));
        log.error("ended", { requestId: "another" });
      }),
    );
    expect(lines).toMatchObject([
      { level: "INFO", message: "begun", requestId: "r-1" },
      { level: "WARN", requestId: "r-1", post: "p-1", words: "Meta is reading the picture" },
      { level: "ERROR", requestId: "another" },
    ]);
    expect(lines[0]).not.toHaveProperty("post");
  });

  it("keeps runs apart that are at work at the same time", async () => {
    const log = jsonLog();
    const run = (requestId: string) =>
      logging({ requestId }, async () => {
        await Promise.resolve();
        return written(() => log.info("after a wait"))[0];
      });
    expect(await Promise.all([run("r-1"), run("r-2")])).toMatchObject([
      { requestId: "r-1" },
      { requestId: "r-2" },
    ]);
  });

  it("is not written for a terminal that tells its own story", () => {
    expect(written(() => jsonLog("SILENT").error("anything"))).toEqual([]);
  });
});

describe("figures on AWS", () => {
  it("are one line in CloudWatch's embedded format, with one dimension and no call", () => {
    const lines = written(() => cloudWatchMeter().record({ EntriesSeen: 3, LongestWait: 7.5 }));
    expect(lines).toMatchObject([
      {
        EntriesSeen: 3,
        LongestWait: 7.5,
        service: "feedloom",
        _aws: {
          CloudWatchMetrics: [
            {
              Namespace: "Feedloom",
              Dimensions: [["service"]],
              Metrics: [
                { Name: "EntriesSeen", Unit: "Count" },
                { Name: "LongestWait", Unit: "Seconds" },
              ],
            },
          ],
        },
      },
    ]);
  });

  it("are told once each, and a zero is a figure", () => {
    const meter = cloudWatchMeter();
    const lines = written(() => {
      meter.record({ FeedsInTrouble: 0 });
      meter.record({ PostsPublished: 1 });
    });
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatchObject({ FeedsInTrouble: 0 });
    expect(lines[1]).not.toHaveProperty("FeedsInTrouble");
  });

  it("write nothing when there are none, and nothing at all where nobody watches", () => {
    const lines = written(() => {
      cloudWatchMeter().record({});
      silentMeter.record({ EntriesSeen: 1 });
    });
    expect(lines).toEqual([]);
  });

  it("are ten at most: so many custom metrics are free", () => {
    expect(figureNames.length).toBeLessThanOrEqual(10);
  });
});
