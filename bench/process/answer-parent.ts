import * as z from "zod";

const asked = z.object({ question: z.unknown() });

/**
 * The child's side: answers one question after the other, and ends with its parent. A failure ends it, so that the parent
 * need not wait.
 */
export function answerParent<Schema extends z.ZodType>(
  question: Schema,
  answer: (question: z.output<Schema>) => Promise<unknown>,
): void {
  process.on("message", (message) => {
    answered(message).then(
      (found) => process.send?.({ answer: found ?? null }),
      (problem: unknown) => {
        console.error(problem);
        process.exit(1);
      },
    );
  });
  process.on("disconnect", () => process.exit(0));

  async function answered(message: unknown): Promise<unknown> {
    return answer(question.parse(asked.parse(message).question));
  }
}
