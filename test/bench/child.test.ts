import { existsSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { type Child, patienceInMs, withChildren } from "../../bench/process/child.ts";

const source = new URL("a-child.ts", import.meta.url);
const withChild = <Result>(use: (child: Child) => Promise<Result>) =>
  withChildren(async (start) => use(await start(source)));

describe("a process of the benchmarks", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("answers one question after the other", async () => {
    const answers = await withChild(async (child) => [
      await child.ask("answer", z.object({ answered: z.literal(true) })),
      await child.ask("answer", z.unknown()),
    ]);
    expect(answers).toEqual([{ answered: true }, { answered: true }]);
  });

  it("works in a folder of its own, which is gone afterwards", async () => {
    const folders = await withChildren(async (start) => {
      const [one, other] = [await start(source), await start(source)];
      return [await one.ask("where", z.string()), await other.ask("where", z.string())];
    });
    expect(new Set(folders).size).toBe(2);
    expect(folders.filter((folder) => existsSync(folder))).toEqual([]);
  });

  it.each([
    ["fail", "ended with code 1"],
    ["leave", "ended with code 3"],
    ["be killed", "ended with SIGKILL"],
  ])("that is told to %s is no answer to wait for", async (told, words) => {
    await expect(withChild((child) => child.ask(told, z.unknown()))).rejects.toThrow(`a-child.ts ${words}`);
  });

  it("that ended cannot be asked again", async () => {
    await withChild(async (child) => {
      await expect(child.ask("leave", z.unknown())).rejects.toThrow("ended with code 3");
      await expect(child.ask("answer", z.unknown())).rejects.toThrow(/ended with code 3|could not be asked/);
    });
  });

  it("that says nothing is given up after ten minutes, and ended", async () => {
    await withChild(async (child) => {
      vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
      const answer = expect(child.ask("be silent", z.unknown())).rejects.toThrow("no answer for 10 minutes");
      vi.advanceTimersByTime(patienceInMs);
      await answer;
    });
  });
});
