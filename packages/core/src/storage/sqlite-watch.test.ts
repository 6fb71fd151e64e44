import { spawn } from "node:child_process";
import { on, once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inserting } from "../../test/inserting.ts";
import { SqliteStorage } from "./sqlite.ts";
import { SqliteWatch } from "./sqlite-watch.ts";

const COMMIT = fileURLToPath(new URL("../../test/commit-when-told.ts", import.meta.url));
const WRITER = "fedcba9876543210";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "capfence-watch-"));
  file = join(folder, "audit.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

const never = new AbortController().signal;

function commit(storage: SqliteStorage, seq: number): void {
  storage.commit(inserting({ writer: WRITER, seq, text: "{}" }));
}

/** Whether a promise is settled after a while. */
async function settles(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  return Promise.race([promise.then(() => true), sleep(milliseconds, false)]);
}

/** How many places the kernel watches for this process. */
function watches(): number {
  const texts = readdirSync("/proc/self/fdinfo").map((name) => {
    try {
      return readFileSync(`/proc/self/fdinfo/${name}`, "utf8");
    } catch {
      // It was the one of the folder that was read.
      return "";
    }
  });
  return texts.join("\n").match(/^inotify /gmu)?.length ?? 0;
}

describe("waiting for a commit", () => {
  it("ends well under a second after another process has made one", async () => {
    const storage = SqliteStorage.open(file);
    const child = spawn(
      process.execPath,
      ["--conditions=@capfence/source", "--no-warnings", COMMIT, file],
      { stdio: ["pipe", "pipe", "inherit"] },
    );
    const lines = on(createInterface(child.stdout), "line");
    await lines.next();
    const delays: number[] = [];
    for (let seq = 1; seq <= 5; seq += 1) {
      const woken = storage.changed(never).then(() => Date.now());
      await sleep(50);
      child.stdin.write("\n");
      const { value } = await lines.next();
      delays.push((await woken) - Number(value?.[0]));
      expect([...storage.entries()]).toHaveLength(seq);
    }
    expect(Math.max(...delays)).toBeLessThan(800);
    child.stdin.end();
    await once(child, "exit");
    storage.close();
  });

  it.each([true, false])("ends after a commit of this process, its own: %j", async (own) => {
    const storage = SqliteStorage.open(file);
    const other = SqliteStorage.open(file);
    const woken = storage.changed(never);
    commit(own ? storage : other, 1);
    expect(await settles(woken, 800)).toBe(true);
    other.close();
    storage.close();
  });

  it("ends after a commit to a file without a write-ahead log", async () => {
    const alone = SqliteStorage.openAlone(file);
    const woken = alone.changed(never);
    commit(alone, 1);
    expect(await settles(woken, 800)).toBe(true);
    alone.close();
  });

  it("does not end where a file beside it changes, or nothing was committed", async () => {
    const storage = SqliteStorage.open(file);
    commit(storage, 1);
    const woken = storage.changed(never);
    SqliteStorage.open(join(folder, "other.db")).close();
    expect(() =>
      storage.commit({
        ...inserting(),
        insertions: () => {
          throw new Error("no");
        },
      }),
    ).toThrow("no");
    expect(await settles(woken, 300)).toBe(false);
    storage.close();
    expect(await settles(woken, 300)).toBe(true);
  });

  it("ends with the signal, also one that has aborted before, and with the storage", async () => {
    const storage = SqliteStorage.open(file);
    const stop = new AbortController();
    const waiting = [storage.changed(stop.signal), storage.changed(stop.signal)];
    stop.abort();
    waiting.push(storage.changed(stop.signal));
    expect(await settles(Promise.all(waiting), 300)).toBe(true);
    const left = storage.changed(never);
    storage.close();
    expect(await settles(left, 300)).toBe(true);
  });

  it.runIf(existsSync("/proc/self/fdinfo"))("leaves no watcher behind", async () => {
    const storage = SqliteStorage.open(file);
    const before = watches();
    const stop = new AbortController();
    const stopped = storage.changed(stop.signal);
    expect(watches()).toBe(before + 1);
    stop.abort();
    await stopped;
    expect(watches()).toBe(before);
    const closed = storage.changed(never);
    expect(watches()).toBe(before + 1);
    storage.close();
    await closed;
    expect(watches()).toBe(before);
  });

  it("looks once it watches, and then every two seconds where nothing is told", async () => {
    const untold = new SqliteWatch(join(folder, "nowhere", "audit.db"));
    await untold.until(() => true, never);
    let looks = 0;
    const began = performance.now();
    await untold.until(() => ++looks === 2, never);
    expect(performance.now() - began).toBeGreaterThan(1900);
    expect(performance.now() - began).toBeLessThan(4000);
  });

  it("sees what becomes visible only after the file system has told of it", async () => {
    const storage = SqliteStorage.open(file);
    const watch = new SqliteWatch(file);
    let visible = false;
    const woken = watch.until(() => visible, never);
    commit(storage, 1);
    await sleep(200);
    visible = true;
    expect(await settles(woken, 800)).toBe(true);
    storage.close();
  });

  it("fails where the file cannot be looked at any more", async () => {
    const watch = new SqliteWatch(file);
    const failing = watch.until(() => {
      throw new Error("disk gone");
    }, never);
    await expect(failing).rejects.toThrow("disk gone");
  });
});
