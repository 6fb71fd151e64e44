/** A statement that is prepared once on each connection, under its name. */
export interface SqlStatement {
  readonly name: string;
  readonly text: string;
}

/** A parameter: text or a number, or an array of texts or of 64-bit integers. */
export type SqlValue = string | number | readonly string[] | BigInt64Array;

/** The columns of a row, in their order. */
export type SqlRow = readonly unknown[];

/** Runs one statement. */
export type SqlQuery = (
  statement: SqlStatement,
  values: readonly SqlValue[],
) => Promise<readonly SqlRow[]>;

/** A statement and its values, to be run. */
export type SqlCall = readonly [statement: SqlStatement, values: readonly SqlValue[]];

/** The connection that commits go over. */
export interface SqlWriter {
  /** Runs one statement, which is a transaction of its own. */
  readonly query: SqlQuery;
  /**
   * Runs SQL text without parameters, then `run`, then the call it gives, in one READ COMMITTED transaction;
   * if any of it fails, nothing of it is stored.
   */
  transaction(
    preamble: string,
    run: (query: SqlQuery) => Promise<SqlCall | undefined>,
  ): Promise<void>;
}

/** Reads of one state of the database, whatever is committed meanwhile. */
export interface SqlSnapshot {
  readonly query: SqlQuery;
  /** Gives the connection back. */
  close(): Promise<void>;
}

/** What the engine needs of PostgreSQL (a port). */
export interface SqlClient {
  /** Where it is, as `host:port/database`, without credentials. */
  readonly place: string;
  /** Lends the connection for commits to one caller at a time, in the order of the calls. */
  write<Result>(run: (writer: SqlWriter) => Promise<Result>): Promise<Result>;
  /** Reads what is committed; connects again where a connection was lost. */
  readonly read: SqlQuery;
  snapshot(): Promise<SqlSnapshot>;
  /**
   * Hears notifications of a channel until it is closed. `heard` is also called whenever hearing begins,
   * for what may have been missed before.
   */
  listen(channel: string, heard: () => void): void;
  close(): Promise<void>;
}
