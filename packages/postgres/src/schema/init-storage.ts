import { AuditError } from "@capfence/core";
import { identifier } from "../identifier.ts";
import { clientFor, type PostgresOptions } from "../options.ts";
import { reasonOf } from "../reason.ts";
import { checkEncoding, checkSchema, isEmpty } from "./check-schema.ts";
import { grantsSql } from "./role-script.ts";
import { DEFAULT_SCHEMA, tablesSql } from "./tables.ts";

/** What `initStorage` found and did. */
export interface InitResult {
  /** Whether the log was made; false where there was one already. */
  readonly created: boolean;
}

/**
 * Makes an empty log in a schema, and gives a role that is there already the right to read and insert,
 * in one transaction. Throws `AuditError` where the schema holds something else; it is left as it is.
 */
export async function initStorage(
  options: PostgresOptions & { readonly applicationRole?: string },
): Promise<InitResult> {
  const { schema = DEFAULT_SCHEMA, applicationRole } = options;
  const name = identifier("the schema", schema);
  const grants = applicationRole === undefined ? "" : grantsSql({ schema, role: applicationRole });
  const client = await clientFor(options);
  try {
    await checkEncoding(client.read);
    const created = await isEmpty(client.read, schema);
    if (!created) await checkSchema(client.read, schema);
    const tables = created ? `CREATE SCHEMA IF NOT EXISTS ${name};\n${tablesSql(schema)}` : "";
    await client.write((writer) =>
      writer.transaction(`${tables}\n${grants}`, async (query) => {
        await checkSchema(query, schema);
        return undefined;
      }),
    );
    return { created };
  } catch (cause) {
    const reason = reasonOf(cause);
    throw new AuditError(`cannot make an audit log at "${client.place}": ${reason}`, { cause });
  } finally {
    await client.close();
  }
}
