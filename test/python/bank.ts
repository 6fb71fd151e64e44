import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Started, start } from "../conformance/started.ts";
import { ran } from "./ran.ts";

const ROOT = join(import.meta.dirname, "../..");
const EXAMPLES = join(ROOT, "examples/mcp");

/** A call that has reached the bank. */
export interface Payment {
  readonly amount: number;
  readonly to: string;
}

/** A folder with the policy of the examples, a bank that counts, and the commands `capfence` and `node`. */
export class Bank {
  readonly folder: string = mkdtempSync(join(tmpdir(), "capfence-python-"));
  readonly env: NodeJS.ProcessEnv;
  readonly #wait: readonly string[];
  readonly #calls: string;
  readonly #commands: string;
  #http: Started | undefined;

  /** Calls are held open for an approval as long as `wait` says; by default as long as CapFence itself has it. */
  constructor(wait?: string) {
    this.#wait = wait === undefined ? [] : ["--wait", wait];
    this.#calls = join(this.folder, "calls.jsonl");
    this.#commands = join(this.folder, "bin");
    const path = `${this.#commands}${delimiter}${process.env["PATH"]}`;
    // The state folder is at home, which clients hand on to what they start.
    this.env = { ...process.env, HOME: this.folder, PATH: path };
    cpSync(EXAMPLES, this.folder, { recursive: true });
    writeFileSync(this.#calls, "");
    const bank = join(ROOT, "packages/mcp/test/counting-bank.ts");
    writeFileSync(
      join(this.folder, "bank.js"),
      `process.argv[2] = ${JSON.stringify(this.#calls)};\nimport(${JSON.stringify(bank)});\n`,
    );
    mkdirSync(this.#commands);
    symlinkSync(process.execPath, join(this.#commands, "node"));
    const capfence = join(this.#commands, "capfence");
    writeFileSync(capfence, this.#script());
    chmodSync(capfence, 0o755);
  }

  /** What has reached it. */
  get calls(): readonly Payment[] {
    const lines = readFileSync(this.#calls, "utf8").split("\n").slice(0, -1);
    return lines.map((line) => JSON.parse(line) as Payment);
  }

  /** Runs `capfence` as a human would. */
  capfence(...args: readonly string[]): Promise<string> {
    return ran(join(this.#commands, "capfence"), args, { cwd: this.folder, env: this.env });
  }

  /** The id of the newest request for approval, once there is one. */
  async pending(): Promise<string> {
    for (;;) {
      const ids = (await this.capfence("pending-approvals")).match(/apr_[0-9a-f]+/g);
      const id = ids?.at(-1);
      if (id !== undefined) return id;
      await pause(100);
    }
  }

  /** The environment of an agent that reaches it: for HTTP, where `capfence mcp serve` listens. */
  async reachedOver(transport: "stdio" | "http"): Promise<NodeJS.ProcessEnv> {
    if (transport === "stdio") return this.env;
    const config = ["--config", "capfence.mcp.yaml", "--port", "0", ...this.#wait];
    this.#http = await start({
      args: [...COMMAND_LINE, "mcp", "serve", ...config],
      cwd: this.folder,
      env: this.env,
      says: "stderr",
      url: urlOfLog,
    });
    return { ...this.env, MCP_ENDPOINT: this.#http.url };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#http?.stop();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** `capfence` as it would be installed, but that it holds calls as long as the test says, if it does. */
  #script(): string {
    const words = [process.execPath, ...COMMAND_LINE].map((word) => `'${word}'`).join(" ");
    return `#!/bin/sh
if [ "$1 $2" = "mcp wrap" ]; then shift 2; set -- mcp wrap ${this.#wait.join(" ")} "$@"; fi
export NODE_COMPILE_CACHE='${join(ROOT, "node_modules/.cache/compile")}'
exec ${words} "$@"
`;
  }
}

const COMMAND_LINE: readonly string[] = [
  "--conditions=@capfence/source",
  join(ROOT, "packages/cli/src/main.ts"),
];

/** A line of the gateway's log is JSON; that of its start has the URL it listens at. */
function urlOfLog(line: string): string | undefined {
  if (!line.startsWith("{")) return undefined;
  const { url } = JSON.parse(line) as { readonly url?: unknown };
  return typeof url === "string" ? url : undefined;
}
