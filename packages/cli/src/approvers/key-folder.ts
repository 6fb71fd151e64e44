import { readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";

const SUFFIX = ".key";

/**
 * Where a person's own keys are: not in the project, which an agent that works on it can read. `CAPFENCE_APPROVER_KEYS`
 * names another folder.
 */
export function approverKeysFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const { CAPFENCE_APPROVER_KEYS: named, XDG_CONFIG_HOME: config, APPDATA: data } = environment;
  if (named !== undefined && named !== "") return named;
  const base =
    process.platform === "win32" && data !== undefined
      ? data
      : config === undefined || config === ""
        ? join(homedir(), ".config")
        : config;
  return join(base, "capfence", "approvers");
}

/** The file of an approver's key. Throws `CommandFailure` for a name that cannot be a file's. */
export function keyFileOf(name: string, terminal: Terminal): string {
  if (/^[\w@-][\w.@-]*$/.test(name)) return join(folderOf(terminal), `${name}${SUFFIX}`);
  throw new CommandFailure(
    EXIT.unusable,
    `"${name}" cannot be the name of an approver's file; use letters, digits and any of . _ @ -, or name the file with --key FILE`,
  );
}

/** The names of all approvers whose keys are in the folder. */
export function namesOfKeys(terminal: Terminal): readonly string[] {
  try {
    return readdirSync(folderOf(terminal))
      .filter((file) => file.endsWith(SUFFIX))
      .map((file) => file.slice(0, -SUFFIX.length))
      .toSorted();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new CommandFailure(
      EXIT.unusable,
      `cannot read the folder of approvers' keys "${folderOf(terminal)}": ${String(error)}`,
      { cause: error },
    );
  }
}

function folderOf({ approverKeys }: Terminal): string {
  return approverKeys ?? approverKeysFolder();
}
