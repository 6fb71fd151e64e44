import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { ActTask } from "./act-task.ts";

const ACT = new URL("./act.ts", import.meta.url);
/** Many processes start from the same source; compiling it takes longer than all else they do. */
const COMPILED = join(import.meta.dirname, "../../node_modules/.cache/faults");

/** Starts a program of this folder with a task as JSON; `wrapper` is a program that runs it, and its arguments. */
export function startProgram(
  program: URL,
  task: object,
  wrapper: readonly string[] = [],
): ChildProcess {
  const node = [process.execPath, "--conditions=@capfence/source", "--no-warnings"];
  const path = fileURLToPath(program);
  const [command, ...rest] = [...wrapper, ...node, path, JSON.stringify(task)];
  const env = { ...process.env, NODE_COMPILE_CACHE: COMPILED };
  return spawn(command, rest, { env, stdio: ["pipe", "pipe", "inherit"] });
}

/** What a process has said: word and text of each line. */
export type Said = readonly (readonly [word: string, text: string])[];

/** A process that makes guarded calls. */
export class Acting {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #output = "";

  /** `wrapper` is a program that runs it, and its arguments. */
  constructor(task: ActTask, wrapper?: readonly string[]) {
    this.#child = startProgram(ACT, task, wrapper);
    this.#child.stdout?.on("data", (chunk: Buffer) => (this.#output += chunk.toString()));
    this.#ended = once(this.#child, "close");
  }

  /** Whole lines only; what was cut off was not said. */
  get said(): Said {
    return this.#output
      .split("\n")
      .slice(0, -1)
      .map((line) => {
        const space = line.indexOf(" ");
        return [line.slice(0, space), line.slice(space + 1)] as const;
      });
  }

  /** Resolves once a word has been said, or the process has ended. */
  async until(word: string): Promise<void> {
    while (this.#child.exitCode === null && !this.said.some(([said]) => said === word))
      await Promise.race([once(this.#child.stdout ?? this.#child, "data"), this.#ended]);
  }

  /** Sends a signal. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Halts it between two system calls, until `SIGCONT`. */
  async halt(): Promise<void> {
    this.signal("SIGSTOP");
    const state = `/proc/${this.#child.pid}/stat`;
    if (!existsSync(state)) await sleep(100);
    else while (!/\) [TZ] /u.test(readFileSync(state, "utf8"))) await sleep(1);
  }

  /** Kills it at once, and waits until it is gone. */
  async kill(): Promise<Said> {
    this.signal("SIGKILL");
    return this.ended();
  }

  /** Waits until it has ended by itself. */
  async ended(): Promise<Said> {
    await this.#ended;
    return this.said;
  }
}

/** The texts that were said with a word. */
export function saidWith(said: Said, word: string): readonly string[] {
  return said.filter(([one]) => one === word).map(([, text]) => text);
}
