import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";

/** Loads what reads logs in PostgreSQL, which is optional. Throws `CommandFailure` saying what to install. */
export async function loadPostgres(): Promise<typeof import("@capfence/postgres")> {
  try {
    return await import("@capfence/postgres");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw cause;
    const message =
      "logs in PostgreSQL need a package beside capfence: npm install @capfence/postgres";
    throw new CommandFailure(EXIT.unusable, message, { cause });
  }
}
