import { AuditError } from "@capfence/core";
import type { SqlClient } from "./sql-client.ts";

/** A client that shows one state of its database, whatever is committed meanwhile, and changes nothing. */
export async function snapshotClient(client: SqlClient): Promise<SqlClient> {
  const snapshot = await client.snapshot();
  const { query } = snapshot;
  return {
    place: client.place,
    read: query,
    write: () => Promise.reject(new AuditError("a snapshot of a log can only be read")),
    snapshot: () => Promise.resolve({ query, close: () => Promise.resolve() }),
    listen: (channel, heard) => client.listen(channel, heard),
    async close() {
      await snapshot.close();
      await client.close();
    },
  };
}
