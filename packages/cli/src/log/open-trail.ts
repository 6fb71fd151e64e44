import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Anchor, ImmutableAuditTrail, type StorageEngine } from "@capfence/core";
import { anchorsFromEnvironment } from "@capfence/core/anchors";
import { openSigning, type Signing, SIGNING_KEY } from "@capfence/core/signing";
import { makeFolder } from "../keys/make-folder.ts";
import type { Terminal } from "../terminal.ts";
import { type LogOption, logPlace } from "./log-place.ts";

/** How a trail of the command differs from others. */
export interface TrailSettings {
  readonly acceptLoss?: boolean;
  /** By default those that the environment names. */
  readonly anchors?: readonly Anchor[];
}

/**
 * Appends to a log: signed with the key beside it, else with that of the state folder, which is made where there is
 * none. Whatever happens, the writer is closed afterwards, so that nobody waits for more of it.
 */
export async function withTrail<Result>(
  storage: StorageEngine,
  option: LogOption,
  terminal: Terminal,
  work: (trail: ImmutableAuditTrail) => Promise<Result>,
  { acceptLoss = false, anchors = anchorsFromEnvironment(storage.location) }: TrailSettings = {},
): Promise<Result> {
  const trail = new ImmutableAuditTrail({
    store: storage,
    ...signingOf(option, terminal),
    anchors,
    acceptLoss,
    clock: terminal.clock,
  });
  let result: Result;
  try {
    result = await work(trail);
  } catch (error) {
    // What went wrong first is what is told.
    await trail.close().catch(() => undefined);
    throw error;
  }
  await trail.close();
  return result;
}

/** The key beside a log, else that of the state folder, which is made where there is none. */
export function signingOf(option: LogOption, terminal: Terminal): Signing {
  const { file } = logPlace(option, terminal);
  const beside = file && join(dirname(file), SIGNING_KEY);
  if (beside && existsSync(beside)) return openSigning(beside);
  makeFolder(terminal.stateFolder);
  return openSigning(join(terminal.stateFolder, SIGNING_KEY));
}
