import { join } from "node:path";
import { shortPath } from "../short-path.ts";
import type { Terminal } from "../terminal.ts";
import { isPostgresUrl, type PostgresPlace, readPostgresUrl } from "./postgres-url.ts";

/** The option of every command that reads a log. */
export interface LogOption {
  readonly auditLog?: string;
}

/** The flags and help of that option. */
export const LOG_OPTION: readonly [string, string] = [
  "-a, --audit-log <log>",
  "the log: a file, or postgres://user@host/database?schema=capfence (default: audit.db in CAPFENCE_HOME, else in ./.capfence)",
];

/** Where a log is, and how a user would write that; never with a password. */
export type LogPlace =
  | { readonly name: string; readonly file: string; readonly postgres?: never }
  | { readonly name: string; readonly file?: never; readonly postgres: PostgresPlace };

/** The log a command is about. Throws `CommandFailure` for a URL that cannot be read. */
export function logPlace({ auditLog }: LogOption, { stateFolder }: Terminal): LogPlace {
  const text = auditLog ?? shortPath(join(stateFolder, "audit.db"));
  if (!isPostgresUrl(text)) return { name: text, file: text };
  const { name, ...postgres } = readPostgresUrl(text);
  return { name, postgres };
}
