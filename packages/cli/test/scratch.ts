import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline/promises";
import { Readable, Writable } from "node:stream";
import { ActionRuntime, type AuditEntry, CapabilitySystem, type LogOptions } from "@capfence/core";
import { openSigning } from "@capfence/core/signing";
import { SqliteStorage } from "@capfence/core/sqlite";
import { DatabaseSync } from "node:sqlite";
import { afterEach } from "vitest";
import { run } from "../src/run.ts";

/** What a run of the command printed, and how it ended. */
export interface Result {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** A command that runs on. */
export interface Started {
  /** What it printed at first. */
  readonly lines: readonly string[];
  /** Ends it, and resolves with its exit code. */
  readonly stop: (signal: "SIGTERM" | "SIGKILL") => Promise<number | null>;
  readonly errors: () => string;
}

const main = join(import.meta.dirname, "../src/main.ts");
const open: Scratch[] = [];

afterEach(() => {
  for (const scratch of open.splice(0)) scratch.remove();
});

/** A temporary folder with a log of its own, and the command run on it; removed after the test. */
export class Scratch {
  readonly folder: string = mkdtempSync(join(tmpdir(), "capfence-cli-test-"));
  readonly state: string = join(this.folder, "state");
  readonly log: string = join(this.state, "audit.db");
  readonly key: string = join(this.state, "signing.key");
  /** Where the keys of approvers are. */
  readonly approvers: string = join(this.folder, "approvers");
  /** The folder of the user, where the configurations of MCP clients are. */
  readonly home: string = join(this.folder, "home");
  /** What somebody at the terminal answers, in order; without any there is no terminal. */
  answers: string[] = [];
  /** What they were asked. */
  readonly asked: string[] = [];
  /** The time of every clock in this scratch, in milliseconds since the Unix epoch. */
  now: number = Date.parse("2026-01-31T12:00:00.000Z");
  /** What the command reads from standard input. */
  input: readonly string[] = [];
  readonly #opened: SqliteStorage[] = [];
  readonly #children: ChildProcess[] = [];

  constructor() {
    mkdirSync(this.state);
    open.push(this);
  }

  /** Writes a file and returns its path. */
  file(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  /** A runtime that logs here, and signs with the key of the state folder. */
  runtime(policy: string, audit: LogOptions = openSigning(this.key)): ActionRuntime {
    const storage = SqliteStorage.open(this.log);
    this.#opened.push(storage);
    const capabilitySystem = new CapabilitySystem().loadPolicyText(policy);
    return new ActionRuntime({ capabilitySystem, storage, audit, clock: () => this.now });
  }

  /** Everything the log holds, in the order in which it came. */
  get entries(): readonly AuditEntry[] {
    const storage = SqliteStorage.openReadOnly(this.log);
    try {
      return [...storage.entries()];
    } finally {
      storage.close();
    }
  }

  /** Closes the runtimes' storage, as the end of their process would. */
  close(): void {
    for (const storage of this.#opened.splice(0)) storage.close();
  }

  /** Changes the log behind CapFence's back. */
  tamper(sql: string): void {
    this.close();
    const database = new DatabaseSync(this.log);
    database.exec(sql);
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    database.close();
  }

  /** Runs the command in this process. */
  async run(...parameters: readonly string[]): Promise<Result> {
    const output = new Collector();
    const errors = new Collector();
    const code = await run(parameters, {
      output,
      errors,
      input: Readable.from(this.input),
      clock: () => this.now,
      stateFolder: this.state,
      approverKeys: this.approvers,
      home: this.home,
      ask: this.answers.length === 0 ? undefined : { line: this.#answer, secret: this.#answer },
    });
    return { code, output: output.text, errors: errors.text };
  }

  /** Begins a command that runs on, as a process of its own, and resolves with its first lines; it ends with the test. */
  async start(lines: number, ...parameters: readonly string[]): Promise<Started> {
    const child = spawn(
      process.execPath,
      ["--conditions=@capfence/source", "--no-warnings", main, ...parameters],
      { cwd: this.folder, env: this.#environment(), stdio: ["ignore", "pipe", "pipe"] },
    );
    this.#children.push(child);
    const errors = new Collector();
    child.stderr.pipe(errors);
    const printed: string[] = [];
    for await (const line of createInterface(child.stdout)) {
      printed.push(line);
      if (printed.length === lines) break;
    }
    child.stdout.resume();
    const stop = async (signal: "SIGTERM" | "SIGKILL"): Promise<number | null> => {
      // Its output may end after it.
      const ended = once(child, "close");
      child.kill(signal);
      await ended;
      return child.exitCode;
    };
    return { lines: printed, stop, errors: () => errors.text };
  }

  /** Runs the command as a process of its own. */
  spawn(...parameters: readonly string[]): Result {
    const result = spawnSync(
      process.execPath,
      ["--conditions=@capfence/source", main, ...parameters],
      {
        cwd: this.folder,
        env: this.#environment(),
        encoding: "utf8",
      },
    );
    return { code: result.status, output: result.stdout, errors: result.stderr };
  }

  readonly #answer = async (question: string): Promise<string> => {
    this.asked.push(question);
    const answer = this.answers.shift();
    if (answer === undefined) throw new Error(`nobody expected to be asked: ${question}`);
    return answer;
  };

  #environment(): NodeJS.ProcessEnv {
    const { NODE_OPTIONS: _options, FORCE_COLOR: _force, ...environment } = process.env;
    return {
      ...environment,
      CAPFENCE_HOME: this.state,
      CAPFENCE_APPROVER_KEYS: this.approvers,
      TMPDIR: this.folder,
      NO_COLOR: "1",
    };
  }

  /** Removes the folder. */
  remove(): void {
    this.close();
    for (const child of this.#children.splice(0)) child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true });
  }
}

/** A stream that keeps what is written to it. */
export class Collector extends Writable {
  text = "";

  override _write(chunk: unknown, _encoding: string, done: () => void): void {
    this.text += String(chunk);
    done();
  }
}
