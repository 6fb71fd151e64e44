import { initStorage, PostgresStorage } from "@capfence/postgres";
import { Client } from "pg";
import { startPostgres } from "../../../packages/postgres/test/postgres-server.ts";
import type { AuditedEngine } from "./engine.ts";

/** PostgreSQL on this machine, over one connection; the other tables are made by CapFence too, in a schema beside. */
export const POSTGRES: AuditedEngine = {
  name: "PostgreSQL",
  callers: [1, 16, 256],
  open: async () => {
    const server = await startPostgres();
    const connectionString = server.url();
    for (const schema of ["audited", "raw"]) await initStorage({ connectionString, schema });
    const storage = await PostgresStorage.open({ connectionString, schema: "audited" });
    const raw = new Client({ connectionString });
    await raw.connect();
    return {
      storage,
      insert: async (rows) => {
        // Prepared, and all in one round trip: nothing that a program does by hand is faster.
        await raw.query({ name: "insert", text: INSERT, values: columnsOf(rows) });
      },
      close: async () => {
        await storage.close();
        await raw.end();
        await server.stop();
      },
    };
  },
};

const INSERT = `INSERT INTO raw.log (writer, seq, text)
  SELECT * FROM unnest($1::text[], $2::int8[], $3::text[])`;

type Rows = Parameters<Awaited<ReturnType<AuditedEngine["open"]>>["insert"]>[0];

function columnsOf(rows: Rows): (readonly (string | number)[])[] {
  return [
    rows.map(({ writer }) => writer),
    rows.map(({ seq }) => seq),
    rows.map(({ text }) => text),
  ];
}
