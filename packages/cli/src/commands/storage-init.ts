import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { SqliteStorage } from "@capfence/core/sqlite";
import type { Command } from "commander";
import { CommandFailure } from "../command-failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { makeFolder } from "../keys/make-folder.ts";
import { loadPostgres } from "../log/load-postgres.ts";
import { LOG_OPTION, type LogOption, logPlace } from "../log/log-place.ts";
import { cannotOpen } from "../log/open-log.ts";
import type { PostgresPlace } from "../log/postgres-url.ts";
import { printable, printableJson } from "../printable.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";

interface InitOptions extends LogOption {
  readonly role?: string;
  readonly json?: boolean;
}

/** What was made. */
interface Made {
  /** False where there was a log already. */
  readonly created: boolean;
  /** What gives a role its rights, as SQL. */
  readonly script?: string;
}

/** Adds `capfence storage init`. */
export function addStorageInit(
  storage: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  storage
    .command("init")
    .description("make an empty log where there is none; one that is there is left as it is")
    .option(...LOG_OPTION)
    .option(
      "--role <name>",
      "print the SQL that makes a role of PostgreSQL which can read and append, and nothing else",
    )
    .option("--json", "print what was made as JSON")
    .action(async (options: InitOptions) => finish(await initLog(options, terminal)));
}

/** Makes a log; the SQL for a role is all that is printed on standard output, so that it can be piped on. */
async function initLog(options: InitOptions, terminal: Terminal): Promise<ExitCode> {
  const { role, json = false } = options;
  const { name, file, postgres } = logPlace(options, terminal);
  const made = postgres === undefined ? makeFile(file, options) : await makeSchema(postgres, role);
  const { created, script } = made;
  if (json) {
    printLine(terminal.output, printableJson({ log: name, ...made }));
    return EXIT.done;
  }
  const said = created ? "made an empty log" : "there is a log already";
  const told = script === undefined ? terminal.output : terminal.errors;
  printLine(told, `${styled(told, "green", "✓")} ${said}: ${printable(name)}`);
  if (script !== undefined) terminal.output.write(script);
  return EXIT.done;
}

function makeFile(file: string, { role }: InitOptions): Made {
  if (role !== undefined)
    throw new CommandFailure(
      EXIT.unusable,
      "--role is for a log in PostgreSQL; a file belongs to the user who makes it",
    );
  const created = !existsSync(file);
  if (created) makeFolder(dirname(file));
  try {
    SqliteStorage.open(file).close();
  } catch (cause) {
    throw cannotOpen(cause);
  }
  return { created };
}

async function makeSchema(place: PostgresPlace, role: string | undefined): Promise<Made> {
  const { initStorage, roleScript } = await loadPostgres();
  // A name that no role can have is refused before anything is made.
  const script = role === undefined ? {} : { script: roleScript({ ...place, role }) };
  try {
    return { ...(await initStorage(place)), ...script };
  } catch (cause) {
    throw cannotOpen(cause);
  }
}
