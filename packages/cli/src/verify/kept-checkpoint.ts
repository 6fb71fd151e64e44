import type { KeptCheckpoint } from "@capfence/core";
import { CUT_OFF, latestCheckpoints, readCheckpointLine } from "@capfence/core/anchors";
import { readSignedCheckpoint } from "@capfence/core/tlog";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import { readTextFile } from "../read-text-file.ts";
import { shortPath } from "../short-path.ts";

const LONGEST_FILE = 4 * 1024 * 1024;
const LONGEST_LINES = 256 * 1024 * 1024;

/** Reads a checkpoint from its file: a signed note, or a proof that ends in one (C2SP tlog-proof). */
export function readKeptCheckpoint(file: string): KeptCheckpoint {
  const text = readTextFile("checkpoint", file, { limit: LONGEST_FILE });
  for (const note of [text, text.slice(text.indexOf("\n\n") + 2)]) {
    if (readSignedCheckpoint(note) !== undefined) return { note, source: sourceOf(file) };
  }
  throw new CommandFailure(EXIT.unusable, `there is no signed checkpoint in the file "${file}"`);
}

/** Reads what {@link readKeptCheckpoint} does, or the latest of the lines that anchors write, one checkpoint each. */
export function readKeptCheckpoints(file: string): readonly KeptCheckpoint[] {
  const text = readTextFile("checkpoint", file, { limit: LONGEST_LINES });
  if (!text.startsWith("{")) return [readKeptCheckpoint(file)];
  const lines = text.split("\n").flatMap((line, index) => {
    if (line === "" || line.endsWith(CUT_OFF)) return [];
    const checkpoint = readCheckpointLine(line);
    if (checkpoint !== undefined) return checkpoint;
    throw new CommandFailure(
      EXIT.unusable,
      `line ${index + 1} of the file "${file}" is not a checkpoint, or contradicts itself`,
    );
  });
  return latestCheckpoints(lines).map(({ note }) => ({ note, source: sourceOf(file) }));
}

function sourceOf(file: string): string {
  return `the checkpoint in "${shortPath(file)}"`;
}
