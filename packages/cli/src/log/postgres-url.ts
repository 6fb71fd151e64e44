import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";

/** A log in a PostgreSQL database. */
export interface PostgresPlace {
  /** What connects, which may hold a password. */
  readonly connectionString: string;
  /** The default one where it is not given. */
  readonly schema?: string;
}

/** What of a URL may be shown; anything else could be a secret. */
const SHOWN = ["host", "port", "schema", "sslmode"];

/** Whether a log's name is a URL of PostgreSQL, be it a wrong one, and not a file. */
export function isPostgresUrl(text: string): boolean {
  return /^postgres(?:ql)?:/i.test(text);
}

/**
 * Reads `postgres://user@host:5432/database?schema=capfence`; `name` is the URL without its password. Throws
 * `CommandFailure`, which does not quote it either.
 */
export function readPostgresUrl(text: string): PostgresPlace & { readonly name: string } {
  const url = URL.parse(text);
  // A password that is not escaped ends where it should not, and its rest would be taken for something else.
  const isTorn = url === null || url.hash !== "" || `${url.pathname}${url.search}`.includes("@");
  if (isTorn || !/^\w+:\/\//.test(text))
    throw new CommandFailure(
      EXIT.unusable,
      "the URL of the log cannot be read; write postgres://user@host:5432/database?schema=capfence, with a %40 for an @ and the like in names and passwords, or leave the password to PGPASSWORD",
    );
  const schema = url.searchParams.get("schema");
  const shown = new URL(url);
  shown.password = "";
  const hidden = [...shown.searchParams.keys()].filter((name) => !SHOWN.includes(name));
  for (const name of hidden) shown.searchParams.delete(name);
  url.searchParams.delete("schema");
  const place = { connectionString: url.href, name: shown.href };
  return schema === null ? place : { ...place, schema };
}
