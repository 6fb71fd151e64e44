import { identifier, literal } from "../identifier.ts";
import { DEFAULT_SCHEMA } from "./tables.ts";

/** Which role is to use which schema. */
export interface RoleOptions {
  /** `capfence` where it is not given. */
  readonly schema?: string;
  readonly role: string;
}

/**
 * The SQL that makes a role that can log in and can read and insert, but never change, delete or define anything;
 * to be run by the schema's owner. A role that is there already keeps its password and its other rights.
 */
export function roleScript({ schema = DEFAULT_SCHEMA, role }: RoleOptions): string {
  return `DO $capfence$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ${literal(role).trim()}) THEN
    CREATE ROLE ${identifier("the role", role)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
  END IF;
END $capfence$;
${grantsSql({ schema, role })}
`;
}

/** The rights of a role that is there already. */
export function grantsSql({ schema = DEFAULT_SCHEMA, role }: RoleOptions): string {
  const place = identifier("the schema", schema);
  const name = identifier("the role", role);
  return `REVOKE ALL ON SCHEMA ${place} FROM PUBLIC, ${name};
REVOKE ALL ON ALL TABLES IN SCHEMA ${place} FROM PUBLIC, ${name};
REVOKE ALL ON ALL SEQUENCES IN SCHEMA ${place} FROM PUBLIC, ${name};
ALTER DEFAULT PRIVILEGES IN SCHEMA ${place} REVOKE ALL ON TABLES FROM PUBLIC, ${name};
ALTER DEFAULT PRIVILEGES IN SCHEMA ${place} REVOKE ALL ON SEQUENCES FROM PUBLIC, ${name};
GRANT USAGE ON SCHEMA ${place} TO ${name};
GRANT SELECT ON ${place}.meta, ${place}.log, ${place}.state TO ${name};
GRANT INSERT (writer, seq, text) ON ${place}.log TO ${name};
GRANT INSERT (kind, id, version, key, time, text) ON ${place}.state TO ${name};`;
}
