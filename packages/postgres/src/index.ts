export { type Pglite, pgliteClient } from "./pglite-client.ts";
export type { ConnectionSettings, TlsSettings } from "./pg/connection-settings.ts";
export type { PostgresOptions } from "./options.ts";
export { PostgresStorage } from "./postgres-storage.ts";
export { initStorage, type InitResult } from "./schema/init-storage.ts";
export { type RoleOptions, roleScript } from "./schema/role-script.ts";
export type {
  SqlCall,
  SqlClient,
  SqlQuery,
  SqlRow,
  SqlSnapshot,
  SqlStatement,
  SqlValue,
  SqlWriter,
} from "./sql-client.ts";
