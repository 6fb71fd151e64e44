import type { ChildProcessWithoutNullStreams, SpawnOptionsWithoutStdio } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { StdioUpstreamSettings } from "../config/settings.ts";
import { LineReader, type LineSink } from "../wire/line-reader.ts";
import { RequestNotSent } from "./conversation.ts";
import { groupLives, type ProcessGroups, signalGroup } from "./process-groups.ts";
import { ServerExit } from "./server-exit.ts";

/** What is heard of a server's process. */
export interface ChildEvents extends LineSink {
  /** A line of its standard error. */
  log(line: string): void;
  /** It is gone, or does not speak any more; what it wrote before has been heard. */
  ended(reason: Error): void;
}

const LOG_LINE = 16_384;
/** How much may wait to be written to a server that does not read. */
const QUEUE = 16 * 1024 * 1024;
/** How long the pipes of a process that has exited may stay open in the hands of its children. */
const LAST_WORDS = 500;
const AFTER_INPUT = 1000;
const AFTER_TERM = 2000;
const AFTER_KILL = 1000;

/** A server's process, alone in its process group. */
export class ServerProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #leader: number;
  readonly #groups: ProcessGroups;
  readonly #events: ChildEvents;
  #ending: Promise<void> | undefined;
  #over = false;

  private constructor(
    child: ChildProcessWithoutNullStreams,
    leader: number,
    groups: ProcessGroups,
    events: ChildEvents,
  ) {
    this.#child = child;
    this.#leader = leader;
    this.#groups = groups;
    this.#events = events;
  }

  /** Starts it; rejects if it cannot be started. Lines longer than the limit are faults. */
  static async start(
    { command, args, env, cwd }: StdioUpstreamSettings,
    events: ChildEvents,
    groups: ProcessGroups,
    limit: number,
  ): Promise<ServerProcess> {
    const spawn = await spawner();
    const child = spawn(command, args, {
      env,
      ...(cwd === undefined ? {} : { cwd }),
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    if (child.pid === undefined) await once(child, "spawn");
    const leader = child.pid as number;
    groups.add(leader);
    const server = new ServerProcess(child, leader, groups, events);
    server.#watch(limit);
    return server;
  }

  #watch(limit: number): void {
    const { stdin, stdout, stderr } = this.#child;
    const lines = new LineReader(this.#events, limit);
    stdout.on("data", (bytes: Buffer) => lines.push(bytes));
    stdout.on("end", () => lines.end());
    const log = (line: string): void => this.#events.log(line);
    const logs = new LineReader({ line: log, fault: ({ message }) => log(message) }, LOG_LINE);
    stderr.on("data", (bytes: Buffer) => logs.push(bytes));
    stderr.on("end", () => logs.push(Buffer.from("\n")));
    // What fails here is told by the callbacks of writes, and by the exit.
    for (const stream of [stdin, stdout, stderr, this.#child]) stream.on("error", () => {});
    const afterwards = (reason: () => Error) => (): void => {
      setTimeout(() => this.#end(reason()), LAST_WORDS).unref();
    };
    stdout.on(
      "end",
      afterwards(() => new Error("the server has closed its output")),
    );
    this.#child.on(
      "exit",
      afterwards(() => this.#exit()),
    );
    this.#child.on("close", () => this.#end(this.#exit()));
  }

  #exit(): Error {
    const { exitCode, signalCode } = this.#child;
    return new ServerExit(exitCode, signalCode);
  }

  #end(reason: Error): void {
    if (this.#over) return;
    this.#over = true;
    if (this.#ending === undefined) void this.close();
    this.#events.ended(reason);
  }

  /** Writes a line, when those before it are written. Rejects with `RequestNotSent`. */
  write(line: string): Promise<void> {
    const { stdin } = this.#child;
    if (this.#over || this.#ending !== undefined || !stdin.writable)
      return Promise.reject(new RequestNotSent("the server is gone"));
    if (stdin.writableLength > QUEUE)
      return Promise.reject(new RequestNotSent("the server does not read"));
    return new Promise((resolve, reject) => {
      stdin.write(`${line}\n`, (cause) => {
        // A line whose end could not be written is none.
        if (cause) reject(new RequestNotSent("the server does not read any more", { cause }));
        else resolve();
      });
    });
  }

  /** Ends it and whatever it has started: asks, insists, and kills. */
  close(): Promise<void> {
    this.#ending ??= this.#close();
    return this.#ending;
  }

  async #close(): Promise<void> {
    this.#child.stdin.end();
    this.#child.stdout.removeAllListeners("data").resume();
    if (!(await this.#gone(AFTER_INPUT))) {
      signalGroup(this.#leader, "SIGTERM");
      if (!(await this.#gone(AFTER_TERM))) {
        signalGroup(this.#leader, "SIGKILL");
        await this.#gone(AFTER_KILL);
      }
    }
    this.#groups.delete(this.#leader);
    // A process that has left the group may still hold them.
    this.#child.stdin.destroy();
    this.#child.stdout.destroy();
    this.#child.stderr.destroy();
  }

  async #gone(within: number): Promise<boolean> {
    const until = performance.now() + within;
    for (let pause = 2; groupLives(this.#leader); pause = Math.min(50, 2 * pause)) {
      if (performance.now() > until) return false;
      await sleep(pause);
    }
    return true;
  }
}

type Spawn = (
  command: string,
  args: readonly string[],
  options: SpawnOptionsWithoutStdio,
) => ChildProcessWithoutNullStreams;

/** Only Windows needs help to find and quote commands such as `npx.cmd`; loading it takes 10 ms. */
async function spawner(): Promise<Spawn> {
  if (process.platform !== "win32") return (await import("node:child_process")).spawn;
  const { default: spawn } = await import("cross-spawn");
  return (command, args, options) =>
    spawn(command, [...args], { ...options, stdio: "pipe" }) as ChildProcessWithoutNullStreams;
}
