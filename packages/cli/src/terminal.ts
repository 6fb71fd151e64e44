import { styleText } from "node:util";
import type { Ask } from "./ask.ts";

/** Where a command runs: its streams, its clock, and the folder it finds its state in. */
export interface Terminal {
  readonly output: NodeJS.WritableStream;
  readonly errors: NodeJS.WritableStream;
  /** What `-` reads, where there is any. */
  readonly input?: AsyncIterable<string | Uint8Array>;
  /** Milliseconds since the Unix epoch. */
  readonly clock: () => number;
  /** Resolves when a command that runs on is told to stop. */
  readonly stopped?: () => Promise<void>;
  /** Where the log is unless `--audit-log` names it. */
  readonly stateFolder: string;
  /** Who can be asked; nobody where the command does not run on a terminal. */
  readonly ask?: Ask | undefined;
  /** Where the private keys of approvers are, by default as the environment says. */
  readonly approverKeys?: string;
  /** Where the configurations of MCP clients are: by default in the folder of the user. */
  readonly home?: string;
}

/** The colours and weights that the command uses. */
export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

/** Writes one line. */
export function printLine(stream: NodeJS.WritableStream, text: string): void {
  stream.write(`${text}\n`);
}

/** `text` in a style, where the stream shows it: not in a file or a pipe, and not under `NO_COLOR`. */
export function styled(
  stream: NodeJS.WritableStream,
  style: Style | readonly Style[],
  text: string,
): string {
  return styleText(typeof style === "string" ? style : [...style], text, { stream });
}
