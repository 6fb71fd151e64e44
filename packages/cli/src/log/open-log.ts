import { statSync } from "node:fs";
import { join } from "node:path";
import { AuditError } from "@capfence/core";
import { SqliteStorage } from "@capfence/core/sqlite";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import { shortPath } from "../short-path.ts";
import type { Terminal } from "../terminal.ts";

/** SQLite's result codes for a file that is not what it should be: SQLITE_CORRUPT, SQLITE_NOTADB. */
const DAMAGED = [11, 26];

/** The option of every command that reads a log. */
export interface LogOption {
  readonly auditLog?: string;
}

/** The flags and help of that option. */
export const LOG_OPTION: readonly [string, string] = [
  "-a, --audit-log <file>",
  "the log (default: audit.db in CAPFENCE_HOME, else in ./.capfence)",
];

/** Opens the log a command is about, to read it. Throws `CommandFailure` where there is none or it cannot be read. */
export function openLog(option: LogOption, terminal: Terminal): SqliteStorage {
  return opened(option, terminal, (file) => SqliteStorage.openReadOnly(file));
}

/** As {@link openLog}, to append to it; a file that is no log is left as it is. */
export function openLogForWriting(option: LogOption, terminal: Terminal): SqliteStorage {
  return opened(option, terminal, (file) => {
    // Opening an empty file to write to it would make it a log.
    SqliteStorage.openReadOnly(file).close();
    return SqliteStorage.open(file);
  });
}

/** The file a command is about, as a user would write it. */
export function logFile({ auditLog }: LogOption, { stateFolder }: Terminal): string {
  if (auditLog !== undefined) return auditLog;
  return shortPath(join(stateFolder, "audit.db"));
}

function opened(
  option: LogOption,
  terminal: Terminal,
  open: (file: string) => SqliteStorage,
): SqliteStorage {
  const file = logFile(option, terminal);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new CommandFailure(
      EXIT.unusable,
      `there is no audit log at "${file}"; name it with --audit-log FILE, or set CAPFENCE_HOME to the folder the runtime keeps its state in`,
    );
  try {
    return open(file);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new CommandFailure(isDamage(cause) ? EXIT.damaged : EXIT.unusable, message, { cause });
  }
}

/** Whether an error says that the file itself is wrong, and not that it is busy, locked or out of reach. */
export function isDamage(error: unknown): boolean {
  const cause = error instanceof AuditError ? error.cause : error;
  if (cause instanceof AuditError) return true;
  // A number no log has, such as a sequence number beyond 2^53.
  if ((cause as { readonly code?: unknown } | undefined)?.code === "ERR_OUT_OF_RANGE") return true;
  const code: unknown = (cause as { readonly errcode?: unknown } | undefined)?.errcode;
  return typeof code === "number" && DAMAGED.includes(code % 256);
}
