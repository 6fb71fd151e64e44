import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, vi } from "vitest";

/** A line of the gateway's log. */
export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly url?: string;
  readonly line?: string;
  readonly problems?: readonly string[];
}

/** A message that the gateway wrote. */
export interface Message {
  readonly id?: number;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly message: string };
}

const main = join(import.meta.dirname, "../src/main.ts");
const running: GatewayProcess[] = [];

afterEach(() => {
  for (const one of running.splice(0)) one.kill("SIGKILL");
});

/** The command line of a server that notes what it was called for. */
export const NOTE_SERVER: readonly string[] = [
  process.execPath,
  "--no-warnings",
  join(import.meta.dirname, "note-server.ts"),
];

/** A gateway as a process of its own; it ends with the test. */
export class GatewayProcess {
  /** Its exit code, once it has one. */
  readonly exitCode: Promise<number | null>;
  /** What it wrote to its standard output, line by line. */
  readonly output: string[] = [];
  readonly errors: string[] = [];
  readonly #child: ChildProcessWithoutNullStreams;
  #id = 0;

  constructor(
    folder: string,
    parameters: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ) {
    const { CAPFENCE_HOME: _home, ...inherited } = process.env;
    this.#child = spawn(
      process.execPath,
      ["--conditions=@capfence/source", "--no-warnings", main, ...parameters],
      { cwd: folder, env: { ...inherited, NOTES: join(folder, "notes"), ...environment } },
    );
    this.exitCode = once(this.#child, "close").then(([code]) => code as number | null);
    createInterface(this.#child.stdout).on("line", (line) => this.output.push(line));
    createInterface(this.#child.stderr).on("line", (line) => this.errors.push(line));
    this.#child.stdin.on("error", () => {});
    running.push(this);
  }

  get log(): readonly LogLine[] {
    return this.errors.map((line) => JSON.parse(line) as LogLine);
  }

  /** The line of its log with these words, once it is there. */
  async logged(words: string): Promise<LogLine> {
    return vi.waitFor(() => {
      const line = this.errors.find((one) => one.includes(words));
      if (line === undefined) throw new Error(`it has not said so:\n${this.errors.join("\n")}`);
      return JSON.parse(line) as LogLine;
    }, 25_000);
  }

  /** Sends a request, and gives the answer. */
  async request(method: string, params: object = {}): Promise<Message> {
    this.#id += 1;
    const id = this.#id;
    this.write({ id, method, params });
    return vi.waitFor(() => {
      const all = this.output.map((line) => JSON.parse(line) as Message);
      const answer = all.find((message) => message.id === id);
      if (answer === undefined) throw new Error(`no answer:\n${this.errors.join("\n")}`);
      return answer;
    }, 25_000);
  }

  /** Does what a client does first. */
  async initialize(): Promise<Message> {
    const clientInfo = { name: "test", version: "1" };
    const params = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo };
    const answer = await this.request("initialize", params);
    this.write({ method: "notifications/initialized" });
    return answer;
  }

  write(message: object): void {
    this.#child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  }

  /** Closes the reading end of its log. */
  stopReadingErrors(): void {
    this.#child.stderr.destroy();
  }

  /** Hangs up. */
  end(): void {
    this.#child.stdin.end();
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}
