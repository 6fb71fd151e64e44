import { setTimeout as pause } from "node:timers/promises";
import { AuditError } from "@capfence/core";
import { Client, Pool } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { CuttingProxy } from "../test/cutting-proxy.ts";
import { appending, collect, entries, follow, following, writer } from "../test/fixtures.ts";
import { schemaOf, ServerHarness } from "../test/harness.ts";
import { startPostgres } from "../test/postgres-server.ts";
import { PostgresStorage } from "./postgres-storage.ts";

const harness = new ServerHarness();
let admin: Client;
let engine: PostgresStorage;

beforeAll(async () => {
  await harness.start();
  admin = new Client({ connectionString: harness.server.url() });
  await admin.connect();
}, 60_000);
afterAll(async () => {
  await admin.end();
  await harness.stop();
});
beforeEach(async () => {
  engine = await harness.open();
});
afterEach(() => engine.close());

/** Ends every connection of every engine, and waits until they know. */
async function terminateAll(): Promise<void> {
  const others = "application_name = 'capfence' AND pid <> pg_backend_pid()";
  await admin.query(`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE ${others}`);
  await pause(200);
}

/** The schema of the engine, by way of a proxy. */
async function throughProxy(): Promise<readonly [CuttingProxy, PostgresStorage]> {
  const proxy = await CuttingProxy.to(harness.server.port);
  const connectionString = harness.server.url();
  const settings = { connectionString, port: proxy.port, schema: schemaOf(engine) };
  return [proxy, await PostgresStorage.open(settings)];
}

it("commits over a new connection when the last was lost between two commits", async () => {
  await engine.commit(appending(...entries(1, 1, 1)));
  await terminateAll();
  await engine.commit(appending(...entries(1, 2, 1)));
  await terminateAll();
  expect(await follow(engine, "a", 0)).toBe(true);
  expect(await collect(engine.entries())).toEqual(entries(1, 1, 2));
});

it("reads over a new connection when the last was lost", async () => {
  await engine.commit(appending(...entries(1, 1, 1)));
  for (let round = 0; round < 3; round += 1) {
    await terminateAll();
    expect(await engine.head(writer(1))).toEqual(entries(1, 1, 1)[0]);
    expect(await collect(engine.entries())).toHaveLength(1);
  }
});

it("throws when the connection is lost at a commit, and never tries it again", async () => {
  const [proxy, cut] = await throughProxy();
  await cut.commit(appending(...entries(1, 1, 1)));
  proxy.cutNextAnswer();
  await expect(cut.commit(appending(...entries(1, 2, 1)))).rejects.toBeInstanceOf(AuditError);
  // The server had stored it: nobody but the server could know.
  expect(await collect(engine.entries())).toEqual(entries(1, 1, 2));
  await expect(cut.commit(appending(...entries(1, 2, 1)))).rejects.toThrow("log_pkey");
  await cut.commit(appending(...entries(1, 3, 1)));
  await cut.close();
  proxy.close();
});

it("throws when the connection is lost at the COMMIT of what it has read", async () => {
  const [proxy, cut] = await throughProxy();
  await follow(cut, "a", 0);
  const using = following("a", 1, () => {
    proxy.cutNextAnswer();
    return entries(1, 1, 1);
  });
  await expect(cut.commit(using)).rejects.toBeInstanceOf(AuditError);
  // Whoever comes next waits until the server is done with what was cut off, and sees what became of it.
  const usedAgain = await follow(cut, "a", 1);
  expect(await collect(engine.entries())).toHaveLength(usedAgain ? 0 : 1);
  expect(await engine.latest("request", "a")).toMatchObject({ version: 2 });
  await cut.close();
  proxy.close();
});

it("stores a commit as a whole or not at all when its connection is ended on the server", async () => {
  await follow(engine, "a", 0);
  const running = engine.commit(
    following("a", 1, () => {
      // Sent at once, and time is given for it before the commit itself is sent.
      void admin.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'capfence' AND state LIKE 'idle in%'",
      );
      const until = performance.now() + 300;
      while (performance.now() < until);
      return entries(1, 1, 1);
    }),
  );
  const stored = await running.then(
    () => true,
    () => false,
  );
  expect(await collect(engine.entries())).toHaveLength(stored ? 1 : 0);
  expect(await engine.latest("request", "a")).toMatchObject({ version: stored ? 2 : 1 });
});

it("throws when a commit takes longer than it may, and goes on afterwards", async () => {
  const settings = { connectionString: harness.server.url(), schema: schemaOf(engine) };
  const impatient = await PostgresStorage.open({ ...settings, queryTimeout: 300 });
  await impatient.commit(appending(...entries(1, 1, 1)));
  await admin.query(`BEGIN; LOCK TABLE "${schemaOf(engine)}".log`);
  const began = performance.now();
  await expect(impatient.commit(appending(...entries(1, 2, 1)))).rejects.toThrow("timeout");
  await expect(impatient.head(writer(1))).rejects.toThrow("timeout");
  expect(performance.now() - began).toBeLessThan(5_000);
  await admin.query("ROLLBACK");
  await impatient.commit(appending(...entries(2, 1, 1)));
  await impatient.close();
});

it("wakes followers after their connection was lost", async () => {
  const { signal } = new AbortController();
  await engine.changed(signal);
  const woken = engine.changed(signal);
  await terminateAll();
  await woken;
  const began = performance.now();
  const again = engine.changed(signal);
  await engine.commit(appending(...entries(1, 1, 1)));
  await again;
  expect(performance.now() - began).toBeLessThan(4_000);
});

it("announces every commit of a busy writer in the end", async () => {
  const { signal } = new AbortController();
  const follower = await harness.reopen(engine);
  await follower.changed(signal);
  let seen = 0;
  const watching = (async () => {
    while (seen < 100) {
      const woken = follower.changed(signal);
      seen = (await follower.head(writer(1)))?.seq ?? 0;
      if (seen < 100) await woken;
    }
  })();
  const began = performance.now();
  for (let seq = 1; seq <= 100; seq += 1) await engine.commit(appending(...entries(1, seq, 1)));
  await watching;
  expect(performance.now() - began).toBeLessThan(4_000);
  await follower.close();
});

it("says that there is no server", async () => {
  const settings = { host: "127.0.0.1", port: 1, user: "postgres", connectionTimeout: 1_000 };
  await expect(PostgresStorage.open(settings)).rejects.toThrow(
    /^cannot connect to PostgreSQL: .*ECONNREFUSED/,
  );
});

it("refuses a server that does not flush its log", async () => {
  const unsafe = await startPostgres(["fsync=off"]);
  const opening = PostgresStorage.open({ connectionString: unsafe.url() });
  await expect(opening).rejects.toThrow("fsync off");
  await unsafe.stop();
}, 60_000);

it("flushes each commit, also where the database is set to do so later", async () => {
  await admin.query("ALTER DATABASE postgres SET synchronous_commit = off");
  const durable = await harness.reopen(engine);
  const place = async (kind: "insert" | "flush"): Promise<bigint> => {
    const text = `SELECT (pg_current_wal_${kind}_lsn() - '0/0')::text AS place`;
    return BigInt((await admin.query<{ place: string }>(text)).rows[0]?.place ?? 0);
  };
  for (let seq = 1; seq <= 10; seq += 1) {
    const before = await place("insert");
    await durable.commit(appending(...entries(1, seq, 1)));
    expect(await place("flush")).toBeGreaterThan(before);
  }
  await durable.close();
  await admin.query("ALTER DATABASE postgres RESET synchronous_commit");
});

it("uses a pool that belongs to somebody else, and leaves it open", async () => {
  const pool = new Pool({ connectionString: harness.server.url(), max: 4 });
  // A pool does not wait for its connections to close, and the server is stopped soon after.
  pool.on("connect", (client) => void client.on("error", () => undefined));
  const borrowed = await PostgresStorage.open({ pool, schema: schemaOf(engine) });
  await borrowed.commit(appending(...entries(1, 1, 2)));
  expect(await follow(borrowed, "a", 0)).toBe(true);
  await expect(borrowed.commit(appending(...entries(1, 2, 1)))).rejects.toThrow("log_pkey");
  expect(await collect(borrowed.entries())).toHaveLength(2);
  await borrowed.close();
  expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  await pool.end();
});
