import type { MaybePromise, StorageEngine } from "@capfence/core";
import { SqliteStorage } from "@capfence/core/sqlite";

/** A storage engine that faults are tried on, and how a process gets at a place of it by name. */
export interface FaultEngine {
  readonly open: (place: string) => MaybePromise<StorageEngine>;
  readonly openReadOnly: (place: string) => MaybePromise<StorageEngine>;
}

const ENGINES: Readonly<Record<string, FaultEngine>> = {
  sqlite: SqliteStorage,
};

/** The engine with a name; child processes are told the name. */
export function engineOf(name: string): FaultEngine {
  const engine = ENGINES[name];
  if (engine === undefined) throw new RangeError(`there is no engine "${name}"`);
  return engine;
}
