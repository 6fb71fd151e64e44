import type { StateReads } from "@capfence/core";
import { isStorable } from "./entry-rows.ts";
import { lockKey } from "./schema-tag.ts";
import type { SqlValue } from "./sql-client.ts";

/** How far a clock may go between a commit's asking and its reading, besides the time that passed, in milliseconds. */
const SLACK = 1000;

/** SQL that waits until no other transaction changes the same things; in one order everywhere, so that none wait for each other. */
export function lockSql(schema: string, { ids, keys, times }: StateReads): string {
  const things = [
    ...[...ids, ...times].map(([kind, id]) => `id ${kind} ${id}`),
    ...keys.map(([kind, key]) => `key ${kind} ${key}`),
  ];
  const locks = [...new Set(things.map((thing) => lockKey(schema, thing)))];
  return locks
    .toSorted((one, other) => (one < other ? -1 : Number(one > other)))
    .map((lock) => `SELECT pg_catalog.pg_advisory_xact_lock('${lock}'::bigint);`)
    .join(" ");
}

/** The parameters of the statement that fetches all that is to be read, `waited` milliseconds after it was asked for. */
export function readsColumns(reads: StateReads, waited: number): readonly SqlValue[] {
  const ids = reads.ids.filter(([, id]) => isStorable(id));
  const keys = reads.keys.filter(([, key]) => isStorable(key));
  const times = reads.times.filter(([, id]) => isStorable(id));
  const late = waited + SLACK;
  return [
    ids.map(([kind]) => kind),
    ids.map(([, id]) => id),
    keys.map(([kind]) => kind),
    keys.map(([, key]) => key),
    times.map(([kind]) => kind),
    times.map(([, id]) => id),
    BigInt64Array.from(times, ([, , time]) => whole(time - SLACK)),
    BigInt64Array.from(times, ([, , time]) => whole(time + late)),
    BigInt64Array.from(times, ([, , , window]) => whole(window)),
  ];
}

function whole(milliseconds: number): bigint {
  const most = Number.MAX_SAFE_INTEGER;
  return BigInt(Math.floor(Math.min(most, Math.max(-most, milliseconds))));
}
