import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { LONGEST_LINE } from "./checkpoint-line.ts";

/** A line of a file, without its end, and whether it had one. */
export interface FileLine {
  readonly text: string;
  readonly ended: boolean;
}

const PIECE = 64 * 1024;
const LINE_FEED = 10;

/** How often to look again, and after how many milliseconds, where a line has no end: it may be on its way. */
const LOOKS = 10;
const PAUSE = 5;

/** The lines of a file, one after the other in little memory. */
export function* readLines(path: string): Generator<FileLine> {
  const handle = openSync(path, "r");
  try {
    // A character may have been cut off; what replaces it is in no signed note.
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    const piece = Buffer.alloc(PIECE);
    let rest = "";
    for (let looks = 0; looks < LOOKS && (looks === 0 || rest !== ""); looks += 1) {
      // Another process may be writing this line; it is cut off only if nothing more comes.
      if (looks > 0) pauseHere();
      const count = readSync(handle, piece);
      if (count === 0) continue;
      looks = -1;
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

/** Whether the next line can begin where a file ends. */
export function endsInLine(handle: number): boolean {
  for (let looks = 0; looks < LOOKS; looks += 1) {
    if (looks > 0) pauseHere();
    const { size } = fstatSync(handle);
    const last = Buffer.alloc(1);
    if (size === 0 || (readSync(handle, last, 0, 1, size - 1) === 1 && last[0] === LINE_FEED))
      return true;
  }
  return false;
}

function pauseHere(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
}
