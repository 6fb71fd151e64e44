import { type ChildProcessByStdio, spawn } from "node:child_process";
import { on } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { type Environment, pythonOf } from "./environments.ts";
import type { Payment } from "./bank.ts";

/** An agent of a framework: its environment, its script, and what the script is told besides. */
export interface AgentProgram {
  readonly environment: Environment;
  readonly script: string;
  readonly options?: readonly string[];
}

/** How it runs. */
export interface AgentRun {
  readonly transport: "stdio" | "http";
  /** How many seconds its framework waits for a call. */
  readonly timeout: number;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** One of: what the model has got, what the agent has said at last, what a client was asked, what went wrong. */
interface Message {
  readonly seen?: unknown;
  readonly said?: string;
  readonly question?: string;
  readonly crashed?: string;
  readonly network?: string;
}

/** What keeps frameworks from calling home; whatever still tries to is an error. */
const QUIET = {
  CREWAI_DISABLE_TELEMETRY: "true",
  CREWAI_TRACING_ENABLED: "false",
  OTEL_SDK_DISABLED: "true",
  PYTHONDONTWRITEBYTECODE: "1",
};

/** An agent in a process of its own, whose model says what the test says. */
export class Agent {
  /** What the client was asked in band. */
  readonly questions: string[] = [];
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #lines: AsyncIterator<string[]>;
  #errors = "";

  constructor({ environment, script, options = [] }: AgentProgram, run: AgentRun) {
    const args = [join(import.meta.dirname, `${script}.py`), run.transport, `${run.timeout}`];
    const env = { ...run.env, ...QUIET, PYTHONPATH: run.cwd };
    this.#child = spawn(pythonOf(environment), [...args, ...options], {
      cwd: run.cwd,
      env,
      stdio: "pipe",
    });
    this.#child.stderr.on("data", (text) => (this.#errors += String(text)));
    const lines = createInterface(this.#child.stdout);
    this.#lines = on(lines, "line", { close: ["close"] });
  }

  /** What the model got first, before it said anything. */
  begun(): Promise<string> {
    return this.#seen();
  }

  /** Has the model call `pay`, and gives what it gets. */
  async pay(payment: Payment): Promise<string> {
    this.#say({ tool: "pay", arguments: payment });
    return this.#seen();
  }

  /** Has the model end its run, and gives what the agent says. */
  async end(): Promise<string> {
    this.#say({ say: "done" });
    const { said } = await this.#next("said");
    return said ?? "";
  }

  [Symbol.dispose](): void {
    this.#child.kill("SIGKILL");
  }

  async #seen(): Promise<string> {
    const { seen } = await this.#next("seen");
    return typeof seen === "string" ? seen : JSON.stringify(seen);
  }

  #say(what: object): void {
    this.#child.stdin.write(`${JSON.stringify(what)}\n`);
  }

  async #next(kind: "seen" | "said"): Promise<Message> {
    for (;;) {
      const { value, done } = await this.#lines.next();
      const [line] = done === true ? [] : value;
      const message =
        line === undefined ? { crashed: "it has ended" } : (JSON.parse(line) as Message);
      if (message.question !== undefined) this.questions.push(message.question);
      else if (kind in message) return message;
      else throw new Error(`${JSON.stringify(message)}:\n${this.#errors}`);
    }
  }
}
