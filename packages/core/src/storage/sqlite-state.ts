import { AuditError } from "../errors.ts";
import type { StateReader } from "../state/store.ts";
import type { StateKind, StateVersion } from "../state/version.ts";
import { stored } from "./sqlite-insert.ts";

type Parameter = string | number;

interface Statement {
  run(...parameters: Parameter[]): { readonly changes: number | bigint };
  get(...parameters: Parameter[]): unknown;
  all(...parameters: Parameter[]): readonly unknown[];
}

const SELECT = "SELECT kind, id, version, key, time, text FROM state";

/** The versions of what changes, in a SQLite file. They are only ever inserted. */
export class SqliteState implements StateReader {
  readonly #insert: Statement;
  readonly #latest: Statement;
  readonly #latestOf: Statement;
  readonly #before: Statement;
  readonly #all: Statement;
  readonly #since: Statement;

  constructor(database: { prepare(sql: string): Statement }) {
    const latestIn = (id: string): string =>
      `${SELECT} WHERE kind = ?1 AND id = ${id} ORDER BY version DESC LIMIT 1`;
    this.#insert = database.prepare(
      "INSERT INTO state (kind, id, version, key, time, text) VALUES (?, ?, ?, ?, ?, ?)",
    );
    this.#latest = database.prepare(latestIn("?2"));
    this.#latestOf = database.prepare(
      latestIn(
        "(SELECT id FROM state WHERE kind = ?1 AND key = ?2 AND version = 1 ORDER BY position DESC LIMIT 1)",
      ),
    );
    // Times of one thing never go back, so that the last in time is the newest.
    this.#before = database.prepare(
      `${SELECT} WHERE kind = ?1 AND id = ?2 AND time <= ?3 ORDER BY time DESC, version DESC LIMIT 1`,
    );
    this.#all = database.prepare(
      `SELECT latest.kind, latest.id, latest.version, latest.key, latest.time, latest.text
       FROM state AS opening JOIN state AS latest ON latest.kind = opening.kind
         AND latest.id = opening.id
         AND latest.version = (SELECT max(version) FROM state WHERE kind = opening.kind AND id = opening.id)
       WHERE opening.kind = ?1 AND opening.version = 1 AND latest.time >= ?2 ORDER BY opening.position`,
    );
    this.#since = database.prepare(
      `${SELECT} WHERE kind = ?1 AND id = ?2 AND time > ?3 ORDER BY version`,
    );
  }

  /** Inserts versions. Throws where one is not stored; those before it may be. */
  add(versions: readonly StateVersion[]): void {
    for (const version of versions) {
      requireStorable(version);
      const { kind, id, key, time, text } = version;
      stored(this.#insert.run(kind, id, version.version, key, time, text), 1);
    }
  }

  latest(kind: StateKind, id: string): StateVersion | undefined {
    return versionIn(this.#latest.get(kind, id));
  }

  latestOf(kind: StateKind, key: string): StateVersion | undefined {
    return versionIn(this.#latestOf.get(kind, key));
  }

  before(kind: StateKind, id: string, time: number): StateVersion | undefined {
    return versionIn(this.#before.get(kind, id, time));
  }

  all(kind: StateKind, since: number = Number.MIN_SAFE_INTEGER): readonly StateVersion[] {
    return this.#all.all(kind, since).flatMap((row) => versionIn(row) ?? []);
  }

  /** All versions of one thing that were made after a time, oldest first. */
  since(kind: StateKind, id: string, time: number): readonly StateVersion[] {
    return this.#since.all(kind, id, time).flatMap((row) => versionIn(row) ?? []);
  }
}

/** Throws `AuditError` for what would not come back as it is. */
function requireStorable({ kind, id, version, key, time, text }: StateVersion): void {
  const whole = [id, key, text].every((one) => one.isWellFormed() && !one.includes("\0"));
  if (whole && Number.isSafeInteger(version) && version >= 1 && Number.isSafeInteger(time)) return;
  throw new AuditError(
    `a version of the ${kind} ${JSON.stringify(id)} has a U+0000, a lone surrogate or a number that is not whole, and would not come back as it is`,
  );
}

/** The version in a row. A file can be made in which columns hold what their types forbid; throws `AuditError` for it. */
function versionIn(row: unknown): StateVersion | undefined {
  if (row === undefined) return undefined;
  const { kind, id, version, key, time, text } = row as Readonly<Record<string, unknown>>;
  const whole =
    [kind, id, key, text].every((one) => typeof one === "string") &&
    [version, time].every((one) => Number.isSafeInteger(one));
  if (!whole) throw new AuditError("a row of the log's state holds something else than a version");
  return { kind, id, version, key, time, text } as StateVersion;
}
