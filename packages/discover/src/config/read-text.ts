import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { ConfigFault } from "./config-fault.ts";

/** More than any configuration has, even one that keeps a history of everything that was typed. */
const LARGEST = 16 * 1024 * 1024;
const CHUNK = 64 * 1024;
/** Opening a pipe, and reading what the kernel makes up, could wait for ever; Windows has no such flag. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** The text of a file; undefined where there is none. Throws `ConfigFault` for one that cannot be read. */
export function readText(file: string): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytesOf(file));
  } catch (error) {
    if (error instanceof ConfigFault) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new ConfigFault(
      code === "ERR_ENCODING_INVALID_ENCODED_DATA"
        ? "it is not UTF-8 text"
        : `it cannot be read: ${code ?? String(error)}`,
    );
  }
}

function bytesOf(file: string): Buffer {
  const descriptor = openSync(file, READ);
  try {
    const status = fstatSync(descriptor);
    // A pipe would be waited for, and a device has no end.
    if (!status.isFile()) throw new ConfigFault("it is not a file");
    // What the kernel makes up has no size, and may have no end either.
    const chunks: Buffer[] = [];
    for (let length = status.size; length <= LARGEST;) {
      const chunk = Buffer.allocUnsafe(CHUNK);
      const read = readSync(descriptor, chunk);
      if (read === 0) return Buffer.concat(chunks);
      chunks.push(chunk.subarray(0, read));
      length = Math.max(status.size, chunks.length * CHUNK);
    }
    throw new ConfigFault(`it is larger than ${LARGEST} bytes`);
  } finally {
    closeSync(descriptor);
  }
}
