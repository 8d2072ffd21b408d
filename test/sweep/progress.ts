/** What the person at the terminal is told: lines, and what goes on now, where it is a terminal that can show it. */
export interface Progress {
  say(line: string): void;
  /** In place of what was shown before. */
  show(doing: string): void;
}

export function progressOn(output: NodeJS.WriteStream): Progress {
  const startOfLine = "\r\u001b[2K";
  return {
    say: (line) => void output.write(`${output.isTTY ? startOfLine : ""}${line}\n`),
    show: (doing) => {
      if (output.isTTY) output.write(startOfLine + doing);
    },
  };
}
