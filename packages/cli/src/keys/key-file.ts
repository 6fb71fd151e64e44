import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import { unreadableFile } from "../read-text-file.ts";

/** More than any key takes. */
const LONGEST_KEY = 4096;
/** Permissions of others than the owner. */
const OTHERS = 0o077;

/** Writes a private key to a new file that only its owner can read. Throws `CommandFailure` where there is one. */
export function writeKeyFile(path: string, key: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  let file: number;
  try {
    file = openSync(path, "wx", 0o600);
  } catch (cause) {
    const exists = (cause as NodeJS.ErrnoException).code === "EEXIST";
    throw new CommandFailure(
      EXIT.finding,
      exists
        ? `there is a key in "${path}" already; name another file with --key`
        : `cannot write "${path}": ${(cause as Error).message}`,
      { cause },
    );
  }
  try {
    writeSync(file, `${key}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The text of a private key's file. Throws `CommandFailure` for a file that others than its owner may read. */
export function readKeyFile(path: string): string {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    const { mode, size } = fstatSync(file);
    if (size > LONGEST_KEY) throw unreadable(path, "it is too long for a key");
    if (process.platform !== "win32" && (mode & OTHERS) !== 0)
      throw unreadable(
        path,
        "others may read it; run chmod 600 on it, and make a new key if they did",
      );
    return readFileSync(file, "utf8");
  } catch (cause) {
    if (cause instanceof CommandFailure) throw cause;
    if ((cause as NodeJS.ErrnoException).code === "ENOENT")
      throw unreadable(path, "there is none; make one with capfence keys init");
    throw unreadableFile("key", path, cause);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function unreadable(path: string, reason: string): CommandFailure {
  return new CommandFailure(EXIT.unusable, `cannot read the key "${path}": ${reason}`);
}
