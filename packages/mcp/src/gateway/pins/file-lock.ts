import { closeSync, openSync, readFileSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { ConfigurationError } from "@capfence/core";

/** How often a lock is tried that another process holds, in milliseconds. */
const PAUSE = 20;

/**
 * Does something while no other process does it to the same file. A lock that a process of this machine left behind
 * when it died is taken away. Throws `ConfigurationError` if another process does not let go of it for
 * so many milliseconds.
 */
export function withFileLock<Result>(
  file: string,
  work: () => Result,
  patience: number = 5000,
): Result {
  const lock = `${file}.lock`;
  const deadline = performance.now() + patience;
  while (!take(lock)) {
    if (performance.now() > deadline)
      throw new ConfigurationError(
        `${JSON.stringify(file)} is locked; if no process works on it any more, remove ${JSON.stringify(lock)}`,
      );
    breakDead(lock);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
  }
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock: string): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(lock, "wx", 0o644);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
  try {
    writeFileSync(descriptor, `${process.pid} ${hostname()}\n`);
  } catch (error) {
    unlinkSync(lock);
    throw error;
  } finally {
    closeSync(descriptor);
  }
  return true;
}

/** Takes a lock away whose holder is dead; whoever does so holds a lock on that, so that it is not the next one's. */
function breakDead(lock: string): void {
  if (!isDead(lock)) return;
  const breaker = `${lock}.break`;
  if (!take(breaker)) return;
  try {
    if (isDead(lock)) unlinkSync(lock);
  } finally {
    unlinkSync(breaker);
  }
}

function isDead(lock: string): boolean {
  try {
    const [pid = "", host] = readFileSync(lock, "utf8").trimEnd().split(" ");
    if (host !== hostname() || !/^[1-9]\d*$/.test(pid)) return false;
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
