import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Acting, type Said } from "./acting.ts";
import type { ActTask } from "./act-task.ts";

/** A system call that is made to fail. */
export interface Injection {
  readonly calls: string;
  readonly error: "EIO" | "ENOSPC" | "EROFS";
  /** The first call that fails, from 1. */
  readonly from: number;
  /** Whether all after it fail as well. */
  readonly forGood: boolean;
}

/** What a process said, and how many of its calls failed. */
export interface InjectedRun {
  readonly said: Said;
  readonly injected: number;
  readonly circumstances: string;
}

/** Runs a process under strace, which makes system calls of it fail. */
export async function runInjected(task: ActTask, injection: Injection): Promise<InjectedRun> {
  const { calls, error, from, forGood } = injection;
  const when = `${from}${forGood ? "+" : ""}`;
  const log = join(task.site.folder, "strace.txt");
  const inject = `inject=${calls}:error=${error}:when=${when}`;
  const tracing = ["-f", "--seccomp-bpf", "-qq", "-o", log, "-e", `trace=${calls}`, "-e", inject];
  const said = await new Acting(task, ["strace", ...tracing]).ended();
  const injected = readFileSync(log, "utf8").split("(INJECTED)").length - 1;
  rmSync(log);
  return { said, injected, circumstances: `${error} of ${calls}, when=${when}` };
}
