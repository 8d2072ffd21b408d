import * as z from "zod";
import { answerParent } from "../../bench/process/answer-parent.ts";

/** A process of the benchmarks that does as it is told. */
answerParent(z.enum(["answer", "where", "fail", "leave", "be killed", "be silent"]), async (told) => {
  switch (told) {
    case "answer":
      return { answered: true };
    case "where":
      return process.cwd();
    case "fail":
      // The measurement shows why on its own standard error; in a test nobody reads it.
      console.error = () => {};
      throw new Error("as told");
    case "leave":
      return process.exit(3);
    case "be killed":
      return process.kill(process.pid, "SIGKILL");
    case "be silent":
      return new Promise(() => {});
  }
});
