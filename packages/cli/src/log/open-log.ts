import { statSync } from "node:fs";
import { AuditError, type MaybePromise, type StorageEngine } from "@capfence/core";
import { SqliteStorage } from "@capfence/core/sqlite";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { loadPostgres } from "./load-postgres.ts";
import { type LogOption, logPlace } from "./log-place.ts";

/** SQLite's result codes for a file that is not what it should be: SQLITE_CORRUPT, SQLITE_NOTADB. */
const DAMAGED = [11, 26];

/** A log, whichever engine keeps it. */
export interface LogStore extends StorageEngine {
  /** About how many entries there are. */
  readonly entryCount: MaybePromise<number>;
}

/** How each engine opens a log. */
interface Opening {
  readonly file: (file: string) => SqliteStorage;
  readonly postgres: "open" | "openSnapshot";
}

/**
 * Opens the log a command is about, to read it as it is now, whatever is appended meanwhile. Throws `CommandFailure`
 * where there is none or it cannot be read.
 */
export function openLog(option: LogOption, terminal: Terminal): Promise<LogStore> {
  return opened(option, terminal, {
    file: (file) => SqliteStorage.openReadOnly(file, { snapshot: true }),
    postgres: "openSnapshot",
  });
}

/** As {@link openLog}, but what is appended meanwhile is seen. */
export function openLogToFollow(option: LogOption, terminal: Terminal): Promise<LogStore> {
  return opened(option, terminal, {
    file: (file) => SqliteStorage.openReadOnly(file),
    postgres: "open",
  });
}

/** As {@link openLog}, to append to it; what is no log is left as it is. */
export function openLogForWriting(option: LogOption, terminal: Terminal): Promise<LogStore> {
  return opened(option, terminal, {
    file: (file) => {
      // Opening an empty file to write to it would make it a log.
      SqliteStorage.openReadOnly(file).close();
      return SqliteStorage.open(file);
    },
    postgres: "open",
  });
}

/** The file a command is about that is for files alone. Throws `CommandFailure` where there is none. */
export function existingLogFile(option: LogOption, terminal: Terminal): string {
  const { name, file } = logPlace(option, terminal);
  if (file === undefined)
    throw new CommandFailure(
      EXIT.unusable,
      `this is for a log in a file; "${name}" is in PostgreSQL`,
    );
  requireFile(file);
  return file;
}

async function opened(option: LogOption, terminal: Terminal, opening: Opening): Promise<LogStore> {
  const { file, postgres } = logPlace(option, terminal);
  let open: () => MaybePromise<LogStore>;
  if (postgres === undefined) {
    requireFile(file);
    open = () => opening.file(file);
  } else {
    const { PostgresStorage } = await loadPostgres();
    open = () => PostgresStorage[opening.postgres](postgres);
  }
  try {
    return await open();
  } catch (cause) {
    throw cannotOpen(cause);
  }
}

function requireFile(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isFile()) return;
  throw new CommandFailure(
    EXIT.unusable,
    `there is no audit log at "${file}"; name it with --audit-log FILE, or set CAPFENCE_HOME to the folder the runtime keeps its state in`,
  );
}

/** The failure of a command whose log is damaged, or cannot be reached. */
export function cannotOpen(cause: unknown): CommandFailure {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new CommandFailure(isDamage(cause) ? EXIT.damaged : EXIT.unusable, message, { cause });
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
