import { existsSync } from "node:fs";
import { CapFenceError, type KeptCheckpoint } from "@capfence/core";
import { anchorsFromEnvironment } from "@capfence/core/anchors";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import type { LogPlace } from "../log/log-place.ts";
import { shortPath } from "../short-path.ts";

/** What the folder keeps that `CAPFENCE_HEADS` names. */
export interface Heads {
  readonly folder: string;
  readonly checkpoints: readonly KeptCheckpoint[];
}

/**
 * Reads the head folder of a log, if the environment names one. To be called before the log is read, which may only
 * grow meanwhile. Throws `CommandFailure` for a folder that is not there or cannot be read: nothing was compared then.
 */
export async function readHeads({ name, file }: LogPlace): Promise<Heads | undefined> {
  const path = process.env["CAPFENCE_HEADS"];
  if (path === undefined || path === "") return undefined;
  const folder = shortPath(path);
  // A runtime makes it; whoever verifies would then find an empty one.
  if (!existsSync(path)) throw unreadable(`there is no head folder "${folder}"`);
  try {
    const location = file === undefined ? name : `sqlite:${file}`;
    const source = `the head folder "${folder}"`;
    const checkpoints: KeptCheckpoint[] = [];
    for (const anchor of anchorsFromEnvironment(location))
      for (const note of (await anchor.kept?.()) ?? []) checkpoints.push({ note, source });
    return { folder, checkpoints };
  } catch (error) {
    if (error instanceof CapFenceError) throw unreadable(error.message, error);
    throw error;
  }
}

function unreadable(reason: string, cause?: unknown): CommandFailure {
  return new CommandFailure(
    EXIT.unusable,
    `${reason}; CAPFENCE_HEADS names it, and --no-heads leaves it out`,
    { cause },
  );
}
