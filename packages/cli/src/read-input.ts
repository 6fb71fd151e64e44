import { createReadStream } from "node:fs";
import { CommandFailure } from "./command-failure.ts";
import { EXIT } from "./exit-code.ts";
import { unreadableFile } from "./read-text-file.ts";
import type { Terminal } from "./terminal.ts";

/** The text on standard input for `-`, else of a file; `kind` says in a failure what it was to be, such as "event". */
export async function readInput(
  kind: string,
  place: string,
  limit: number,
  { input }: Terminal,
): Promise<string> {
  const stream = place === "-" ? input : createReadStream(place);
  if (stream === undefined)
    throw new CommandFailure(EXIT.unusable, `there is no standard input to read the ${kind} from`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<string | Uint8Array>) {
      const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      size += bytes.length;
      if (size > limit) break;
      chunks.push(bytes);
    }
  } catch (cause) {
    throw unreadableFile(kind, place, cause);
  }
  if (size > limit)
    throw new CommandFailure(EXIT.unusable, `the ${kind} is larger than ${limit} bytes`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new CommandFailure(EXIT.unusable, `the ${kind} is not UTF-8 text`, { cause });
  }
}
