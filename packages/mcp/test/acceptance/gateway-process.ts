import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { vi } from "vitest";

/** A gateway as a process of its own. */
export class GatewayProcess {
  /** What it ended with: an exit code, or a signal. */
  readonly ended: Promise<number | string | null>;
  /** What it has written to its standard error. */
  readonly errors: string[] = [];
  readonly process: ChildProcessWithoutNullStreams;

  constructor(
    [command = "", ...parameters]: readonly string[],
    cwd: string,
    env: NodeJS.ProcessEnv,
  ) {
    this.process = spawn(command, parameters, { cwd, env });
    this.ended = new Promise((resolve) => {
      this.process.on("close", (code, signal) => resolve(code ?? signal));
    });
    createInterface(this.process.stderr).on("line", (line) => this.errors.push(line));
    this.process.stdin.on("error", () => {});
  }

  /** The line of its log with these words that is the first from a place on, once it is there. */
  async logged(words: string, from = 0): Promise<string> {
    return vi.waitFor(() => {
      const line = this.errors.slice(from).find((one) => one.includes(words));
      if (line === undefined) throw new Error(`not logged: ${words}\n${this.errors.join("\n")}`);
      return line;
    }, 25_000);
  }

  /** Where it listens, once it does. */
  async url(): Promise<string> {
    const { url = "" } = JSON.parse(await this.logged("the gateway is ready")) as { url?: string };
    return url;
  }

  /** Ends it as nobody expects. */
  async crash(): Promise<void> {
    this.process.kill("SIGKILL");
    await this.ended;
  }

  /** Ends it in order. */
  async stop(): Promise<number | string | null> {
    this.process.kill("SIGTERM");
    return this.ended;
  }
}
