import { mkdirSync } from "node:fs";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";

/** Makes a folder for a key, which only its owner may enter (mode 0700), unless there is one. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandFailure(EXIT.unusable, `cannot make the folder "${folder}": ${reason}`, {
      cause,
    });
  }
}
