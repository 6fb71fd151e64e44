import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { CommandFailure } from "./command-failure.ts";
import { EXIT } from "./exit-code.ts";

/** Somebody at the terminal who can be asked. */
export interface Ask {
  /** A line that is shown as it is typed. */
  readonly line: (question: string) => Promise<string>;
  /** A line of which nothing is shown, not even its length. */
  readonly secret: (question: string) => Promise<string>;
}

/** Asks on a terminal: the questions go to `shown`, so that results can go to a file. Undefined where there is no terminal. */
export function askOn(input: NodeJS.ReadStream, shown: NodeJS.WriteStream): Ask | undefined {
  if (!input.isTTY || !shown.isTTY) return undefined;
  return {
    line: (question) => ask(question, input, shown, shown),
    async secret(question) {
      const nothing = new Writable({ write: (_chunk, _encoding, done) => done() });
      try {
        return await ask(question, input, shown, nothing);
      } finally {
        shown.write("\n");
      }
    },
  };
}

async function ask(
  question: string,
  input: NodeJS.ReadStream,
  shown: NodeJS.WriteStream,
  echo: NodeJS.WritableStream,
): Promise<string> {
  const lines = createInterface({ input, output: echo, terminal: true, historySize: 0 });
  if (echo !== shown) shown.write(question);
  const closed = new AbortController();
  lines.once("close", () => closed.abort());
  try {
    return await lines.question(echo === shown ? question : "", { signal: closed.signal });
  } catch (cause) {
    // Ctrl-C and Ctrl-D close the line.
    throw new CommandFailure(EXIT.finding, "nothing was answered; nothing was done", { cause });
  } finally {
    lines.close();
  }
}
