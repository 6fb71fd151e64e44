import { closeSync, openSync, readSync } from "node:fs";
import { LONGEST_LINE } from "./checkpoint-line.ts";

/** A line of a file, without its end, and whether it had one. */
export interface FileLine {
  readonly text: string;
  readonly ended: boolean;
}

const PIECE = 64 * 1024;

/** The lines of a file, one after the other in little memory. */
export function* readLines(path: string): Generator<FileLine> {
  const handle = openSync(path, "r");
  try {
    // A character may have been cut off; what replaces it is in no signed note.
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    const piece = Buffer.alloc(PIECE);
    let rest = "";
    for (let count = readSync(handle, piece); count > 0; count = readSync(handle, piece)) {
      const parts = decoder.decode(piece.subarray(0, count), { stream: true }).split("\n");
      parts[0] = rest + (parts[0] ?? "");
      rest = parts.pop() ?? "";
      for (const text of parts) yield { text, ended: true };
      if (rest.length > LONGEST_LINE) throw new RangeError("it is longer than any checkpoint");
    }
    if (rest !== "") yield { text: rest, ended: false };
  } finally {
    closeSync(handle);
  }
}
