import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

/** Something to speak with at a URL, until it is stopped. */
export interface Started {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** A command that is started, and how it says that it is ready. */
export interface Command {
  /** Of Node. */
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly says: "stdout" | "stderr";
  /** The URL in a line, if it is the line that says so. */
  readonly url: (line: string) => string | undefined;
}

const LIMIT_MS = 30_000;

/** Starts Node with a command, and waits until it is ready. */
export async function start({ args, cwd, env, says, url }: Command): Promise<Started> {
  const child = spawn(process.execPath, args, {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const ready = Promise.withResolvers<string>();
  for (const name of ["stdout", "stderr"] as const)
    createInterface(child[name]).on("line", (line) => {
      lines.push(line);
      const found = name === says ? url(line) : undefined;
      if (found !== undefined) ready.resolve(found);
    });
  const tooLate = new AbortController();
  try {
    const ended = Promise.race([
      once(child, "close", { signal: tooLate.signal }),
      pause(LIMIT_MS, undefined, { signal: tooLate.signal }),
    ]).then(() => {
      throw new Error(`"node ${args.join(" ")}" did not get ready:\n${lines.join("\n")}`);
    });
    return { url: await Promise.race([ready.promise, ended]), stop: () => stop(child) };
  } catch (error) {
    await stop(child);
    throw error;
  } finally {
    tooLate.abort();
  }
}

/** Does something with what is started, and stops it whatever comes of it. */
export async function during<Result>(
  { url, stop: end }: Started,
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  try {
    return await use(url);
  } finally {
    await end();
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill();
  const late = setTimeout(() => child.kill("SIGKILL"), 5000);
  await ended;
  clearTimeout(late);
}
