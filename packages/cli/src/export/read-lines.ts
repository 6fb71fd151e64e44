import { readSync } from "node:fs";

const CHUNK = 1024 * 1024;
const LINE_FEED = 0x0a;

/** A line of a file, and where it stands. */
export interface Line {
  /** Undefined for bytes that are not UTF-8, and for more of them than a line may have. */
  readonly text: string | undefined;
  readonly start: number;
  /** Where the next line begins. */
  readonly end: number;
}

/** Reads the lines of an open file from `start` up to `end`, one after the other; the last needs no line feed. */
export function* readLines(
  file: number,
  longest: number,
  start = 0,
  end: number = Number.POSITIVE_INFINITY,
): Generator<Line> {
  const chunk = Buffer.alloc(CHUNK);
  let parts: Buffer[] = [];
  let length = 0;
  let lineStart = start;
  const take = (bytes: Buffer): void => {
    length += bytes.length;
    if (length <= longest) parts.push(Buffer.from(bytes));
  };
  const finished = (next: number): Line => {
    const text = length > longest ? undefined : decoded(Buffer.concat(parts));
    const line = { text, start: lineStart, end: next };
    [parts, length, lineStart] = [[], 0, next];
    return line;
  };
  let position = start;
  while (position < end) {
    const read = readSync(file, chunk, 0, Math.min(CHUNK, end - position), position);
    if (read === 0) break;
    let from = 0;
    for (;;) {
      const feed = chunk.subarray(0, read).indexOf(LINE_FEED, from);
      if (feed === -1) break;
      take(chunk.subarray(from, feed));
      from = feed + 1;
      yield finished(position + from);
    }
    take(chunk.subarray(from, read));
    position += read;
  }
  if (length > 0) yield finished(position);
}

function decoded(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
