import type { ApprovalNotifier } from "../approvals/notifier.ts";
import { anchorsFromEnvironment } from "../anchors/from-environment.ts";
import type { LogOptions } from "../audit/writer/open-log.ts";
import { environmentVariable, fileInPrivateFolder, resolvePath } from "#platform";
import type { StorageEngine } from "./engine.ts";
import { openSigning, type Signing, SIGNING_KEY } from "./signing.ts";
import { SqliteStorage } from "./sqlite.ts";
import { notifiersFromEnvironment } from "../webhook/from-environment.ts";

/** The folder that runtime and command line share: `CAPFENCE_HOME`, else `.capfence` where the process runs. */
export function stateFolder(): string {
  return resolvePath(environmentVariable("CAPFENCE_HOME") ?? ".capfence");
}

/** Opens the log and approvals in the state folder, making both where they are missing. */
export function openDefaultStorage(): StorageEngine {
  return SqliteStorage.open(fileInPrivateFolder(stateFolder(), "audit.db"));
}

/**
 * How the log in the state folder is written: signed with the key there, which is made where there is none, and
 * anchored where the environment says.
 */
export function defaultAudit(location: string): Pick<LogOptions, keyof Signing | "anchors"> {
  const signing = openSigning(fileInPrivateFolder(stateFolder(), SIGNING_KEY));
  return { ...signing, anchors: anchorsFromEnvironment(location) };
}

/** Who is told that a call waits for approval: the webhook that the environment names, if it names one. */
export function defaultNotifiers(): readonly ApprovalNotifier[] {
  return notifiersFromEnvironment();
}
