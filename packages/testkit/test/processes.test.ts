import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type AuditRecord, ImmutableAuditTrail } from "@capfence/core";
import { SqliteStorage } from "@capfence/core/sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { start } from "./child.ts";
import { collect } from "../src/collect.ts";

const APPENDING = new URL("./append-records.ts", import.meta.url);
const ACTING = new URL("./act-until-killed.ts", import.meta.url);
const PROCESSES = 4;
const RECORDS = 2000;
const KILLS = 15;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "capfence-processes-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function readLog(file: string): Promise<readonly AuditRecord[]> {
  const storage = SqliteStorage.openReadOnly(file);
  try {
    const trail = new ImmutableAuditTrail({ store: storage });
    expect(await trail.verify()).toMatchObject({ intact: true, findings: [] });
    return await collect(trail.records());
  } finally {
    storage.close();
  }
}

describe("a SQLite log shared by processes", () => {
  it("loses nothing when 4 processes append 2,000 records each", async () => {
    const file = join(folder, "audit.db");
    const names = Array.from({ length: PROCESSES }, (_, index) => `process-${index}`);
    const children = names.map((name) => start(APPENDING, file, name, String(RECORDS)));
    await Promise.all(children.map((child) => once(child.stdout, "data")));
    const exits = children.map((child) => once(child, "exit"));
    for (const child of children) child.stdin.write("go\n");
    expect((await Promise.all(exits)).map(([code]) => code as number)).toEqual([0, 0, 0, 0]);
    const records = await readLog(file);
    expect(records).toHaveLength(PROCESSES * RECORDS);
    const seen = records.map((record) => record.kind === "outcome" && record.decision);
    for (const name of names) {
      const expected = Array.from({ length: RECORDS }, (_, index) => `${name}-${index}`);
      expect(seen.filter((id) => String(id).startsWith(`${name}-`))).toEqual(expected);
    }
  }, 60_000);

  it("has every acknowledged decision, and one for every effect, after a process is killed", async () => {
    const file = join(folder, "audit.db");
    const effects = join(folder, "effects.txt");
    const acknowledged: string[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const child = start(ACTING, file, effects, `process-${kill}`);
      let output = "";
      child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
      const closed = once(child, "close");
      await once(child.stdout, "data");
      await sleep(Math.random() * 60);
      child.kill("SIGKILL");
      expect((await closed)[1]).toBe("SIGKILL");
      acknowledged.push(...output.split("\n").slice(0, -1));
    }
    const decisions = (await readLog(file)).filter((record) => record.kind === "decision");
    const ids = new Set(decisions.map(({ id }) => id));
    expect(acknowledged.length).toBeGreaterThan(KILLS);
    expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
    const authorised = new Set(decisions.map(({ payload }) => payload["line"]));
    const lines = existsSync(effects) ? readFileSync(effects, "utf8").split("\n").slice(0, -1) : [];
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => !authorised.has(line))).toEqual([]);
  }, 60_000);
});
