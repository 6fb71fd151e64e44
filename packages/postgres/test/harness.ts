import { PGlite } from "@electric-sql/pglite";
import { initStorage, pgliteClient, PostgresStorage } from "../src/index.ts";
import { type PostgresServer, startPostgres } from "./postgres-server.ts";

/** A way to open engines, each in a schema of its own, and to open the schema of an engine again. */
interface Harness {
  readonly name: string;
  start(): Promise<void>;
  open(): Promise<PostgresStorage>;
  reopen(engine: { readonly location: string }): Promise<PostgresStorage>;
  stop(): Promise<void>;
}

/** The schema of an engine, which ends its location. */
export function schemaOf(engine: { readonly location: string }): string {
  return engine.location.slice(engine.location.lastIndexOf("/") + 1);
}

/** Engines on a PostgreSQL server. */
export class ServerHarness implements Harness {
  readonly name = "PostgreSQL";
  #server: PostgresServer | undefined;
  #opened = 0;

  get server(): PostgresServer {
    if (this.#server === undefined) throw new Error("the server was not started");
    return this.#server;
  }

  async start(): Promise<void> {
    this.#server = await startPostgres();
  }

  async open(): Promise<PostgresStorage> {
    this.#opened += 1;
    const at = { connectionString: this.server.url(), schema: `test ${this.#opened}` };
    await initStorage(at);
    return PostgresStorage.open({ ...at, readConnections: 2 });
  }

  reopen(engine: { readonly location: string }): Promise<PostgresStorage> {
    return PostgresStorage.open({
      connectionString: this.server.url(),
      schema: schemaOf(engine),
      readConnections: 2,
    });
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
  }
}

/** Engines on PGlite. */
export class PgliteHarness implements Harness {
  readonly name = "PGlite";
  #database: PGlite | undefined;
  #opened = 0;

  get database(): PGlite {
    if (this.#database === undefined) throw new Error("the database was not started");
    return this.#database;
  }

  async start(): Promise<void> {
    this.#database = await PGlite.create();
  }

  async open(): Promise<PostgresStorage> {
    this.#opened += 1;
    const schema = `test ${this.#opened}`;
    await initStorage({ client: pgliteClient(this.database), schema });
    return this.#at(schema);
  }

  reopen(engine: { readonly location: string }): Promise<PostgresStorage> {
    return this.#at(schemaOf(engine));
  }

  async stop(): Promise<void> {
    await this.#database?.close();
  }

  #at(schema: string): Promise<PostgresStorage> {
    return PostgresStorage.open({ client: pgliteClient(this.database), schema });
  }
}
