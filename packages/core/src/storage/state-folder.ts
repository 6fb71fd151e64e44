import { environmentVariable, fileInPrivateFolder, resolvePath } from "#platform";
import type { StorageEngine } from "./engine.ts";
import { SqliteStorage } from "./sqlite.ts";

/** The folder that runtime and command line share: `CAPFENCE_HOME`, else `.capfence` where the process runs. */
export function stateFolder(): string {
  return resolvePath(environmentVariable("CAPFENCE_HOME") ?? ".capfence");
}

/** Opens the log and approvals in the state folder, making both where they are missing. */
export function openDefaultStorage(): StorageEngine {
  return SqliteStorage.open(fileInPrivateFolder(stateFolder(), "audit.db"));
}
