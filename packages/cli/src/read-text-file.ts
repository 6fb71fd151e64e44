import { readFileSync, statSync } from "node:fs";
import { CommandFailure } from "./command-failure.ts";
import { EXIT } from "./exit-code.ts";

const REASONS: ReadonlyMap<unknown, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["ENOTDIR", "there is no such file"],
  ["EISDIR", "it is a folder; name a file in it"],
  ["EACCES", "this user may not read it"],
  ["ERR_ENCODING_INVALID_ENCODED_DATA", "it is not UTF-8 text"],
]);

/** How a text file is read. */
export interface TextFileOptions {
  /** The most bytes it may have. */
  readonly limit?: number;
  /** Whether a byte order mark is part of the text. */
  readonly ignoreBOM?: boolean;
}

/** The text of a file; `kind` says in a failure what it was to be, such as "policy". */
export function readTextFile(
  kind: string,
  file: string,
  { limit = Number.POSITIVE_INFINITY, ignoreBOM = false }: TextFileOptions = {},
): string {
  try {
    if (statSync(file).size > limit) throw new RangeError(`it is larger than ${limit} bytes`);
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM }).decode(readFileSync(file));
  } catch (cause) {
    throw unreadableFile(kind, file, cause);
  }
}

/** Says why a file cannot be read, without the host's codes. */
export function unreadableFile(kind: string, file: string, cause: unknown): CommandFailure {
  const { code, message } = cause as Partial<NodeJS.ErrnoException>;
  const reason = REASONS.get(code) ?? message ?? String(cause);
  return new CommandFailure(EXIT.unusable, `cannot read the ${kind} "${file}": ${reason}`, {
    cause,
  });
}
