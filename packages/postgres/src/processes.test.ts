import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type AuditRecord, ImmutableAuditTrail, readRecord, verifyLog } from "@capfence/core";
import { generateSignerKey, readSignerKey } from "@capfence/core/tlog";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newRace, prepareRace, unfairIn } from "../../testkit/test/faults/race.ts";
import type { AppendTask } from "../test/append-task.ts";
import type { RaceTask } from "../test/race-task.ts";
import { schemaOf, ServerHarness } from "../test/harness.ts";

const APPEND = new URL("../test/append-records.ts", import.meta.url);
const RACE = new URL("../test/race-for-state.ts", import.meta.url);
const FULL = process.env["CAPFENCE_ASSURANCE"] === "full";
const PROCESSES = 8;
const RECORDS = FULL ? 10_000 : 250;
const KILLS = FULL ? 50 : 5;
const RACES = FULL ? 10_000 : 60;
const RACERS = 4;
const TIME = FULL ? 1_800_000 : 120_000;

const key = generateSignerKey("processes.example/audit");
const harness = new ServerHarness();
beforeAll(() => harness.start(), 60_000);
afterAll(() => harness.stop());

/** Starts a process that begins once it is told to. */
async function start<Task extends AppendTask | RaceTask>(
  program: URL,
  task: Omit<Task, "connectionString" | "key">,
) {
  const told = { ...task, connectionString: harness.server.url(), key };
  const child = spawn(
    process.execPath,
    ["--conditions=@capfence/source", fileURLToPath(program), JSON.stringify(told)],
    { stdio: ["pipe", "pipe", "inherit"] },
  ) as unknown as ChildProcessWithoutNullStreams;
  await once(child.stdout, "data");
  return child;
}

describe("a log in PostgreSQL that processes share", () => {
  it(
    `loses nothing when ${PROCESSES} processes append ${RECORDS} records each, and every writer verifies`,
    async () => {
      const storage = await harness.open();
      const schema = schemaOf(storage);
      const names = Array.from({ length: PROCESSES }, (_, index) => `process-${index}`);
      const children = await Promise.all(
        names.map((name) => start<AppendTask>(APPEND, { schema, name, count: RECORDS })),
      );
      const ends = children.map((child) => {
        child.stdout.resume();
        return once(child, "exit");
      });
      for (const child of children) child.stdin.write("go\n");
      expect((await Promise.all(ends)).map(([code]) => code as number)).toEqual(names.map(() => 0));
      const report = await verifyLog(storage, { keys: [readSignerKey(key).verifier] });
      expect(report).toMatchObject({ intact: true, findings: [] });
      expect(report.writers).toHaveLength(PROCESSES);
      for (const { size, closed, checkpointed } of report.writers) {
        expect(closed).toBe(true);
        expect(checkpointed).toBe(size);
        // An opening, a close and the checkpoints come on top.
        expect(size).toBeGreaterThan(RECORDS);
      }
      const seen: string[] = [];
      for await (const entry of storage.entries()) {
        const record = readRecord(entry);
        if (record.kind === "outcome") seen.push(record.decision);
      }
      expect(seen).toHaveLength(PROCESSES * RECORDS);
      expect(new Set(seen).size).toBe(PROCESSES * RECORDS);
      await storage.close();
    },
    TIME,
  );

  it(
    `has every acknowledged record after a process is killed, ${KILLS} times`,
    async () => {
      const storage = await harness.open();
      const schema = schemaOf(storage);
      const acknowledged: string[] = [];
      for (let kill = 0; kill < KILLS; kill += 1) {
        const child = await start<AppendTask>(APPEND, {
          schema,
          name: `killed-${kill}`,
          count: 1_000_000,
        });
        let output = "";
        child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
        const closed = once(child, "close");
        child.stdin.write("go\n");
        await once(child.stdout, "data");
        await sleep(Math.random() * 100);
        child.kill("SIGKILL");
        await closed;
        acknowledged.push(...output.split("\n").slice(0, -1));
      }
      expect(acknowledged.length).toBeGreaterThan(KILLS);
      const stored = new Set<string>();
      for await (const entry of storage.entries()) {
        const record = readRecord(entry);
        if (record.kind === "outcome") stored.add(record.decision);
      }
      expect(acknowledged.filter((decision) => !stored.has(decision))).toEqual([]);
      const report = await verifyLog(storage, { keys: [readSignerKey(key).verifier] });
      expect(report).toMatchObject({ intact: true, findings: [] });
      await storage.close();
    },
    TIME,
  );

  it(
    `lets approvals and limits be used exactly as often as they may be: ${RACERS} processes, ${RACES} approvals, ${RACES / 10} limits`,
    async () => {
      const storage = await harness.open();
      const race = newRace(RACES);
      const trail = new ImmutableAuditTrail({ store: storage, signer: readSignerKey(key) });
      await prepareRace(trail, race);
      await trail.close();
      const task = { schema: schemaOf(storage), race };
      const children = await Promise.all(
        Array.from({ length: RACERS }, () => start<RaceTask>(RACE, task)),
      );
      const ends = children.map((child) => once(child, "exit"));
      const began = performance.now();
      for (const child of children) child.stdin.write("go\n");
      expect((await Promise.all(ends)).map(([code]) => code as number)).toEqual([0, 0, 0, 0]);
      if (FULL) console.log(`${RACES} races in ${Math.round(performance.now() - began)} ms`);
      const records: AuditRecord[] = [];
      for await (const entry of storage.entries()) records.push(readRecord(entry));
      expect(unfairIn(records, race)).toEqual([]);
      const report = await verifyLog(storage, { keys: [readSignerKey(key).verifier] });
      expect(report).toMatchObject({ intact: true, findings: [] });
      await storage.close();
    },
    TIME,
  );
});
