import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { vi } from "vitest";
import { GatewayProcess } from "./gateway-process.ts";

const MAIN = join(import.meta.dirname, "../../../cli/src/main.ts");
const BANK = join(import.meta.dirname, "bank-server.ts");

/** What runs the command as its users do, but from source. */
const COMMAND: readonly string[] = [
  process.execPath,
  "--conditions=@capfence/source",
  "--no-warnings",
  MAIN,
];

/** What a command has printed, and how it ended. */
export interface Printed {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** What a bank has got. */
export interface Received {
  readonly started?: number;
  readonly method?: string;
  readonly params?: { readonly name?: string; readonly arguments?: unknown };
}

/** A folder with a state of its own, in which gateways and banks run until it is closed. */
export class Place {
  readonly folder: string = mkdtempSync(join(tmpdir(), "capfence-acceptance-"));
  readonly #children: ChildProcess[] = [];
  readonly #gateways: GatewayProcess[] = [];

  /** Writes a file, and gives its path. */
  file(name: string, content: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  get environment(): Record<string, string> {
    const { NODE_OPTIONS: _options, FORCE_COLOR: _force, ...inherited } = process.env;
    const given = Object.entries(inherited).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    return {
      ...Object.fromEntries(given),
      CAPFENCE_HOME: join(this.folder, "state"),
      CAPFENCE_APPROVER_KEYS: join(this.folder, "approvers"),
      BANK_LOG: join(this.folder, "bank.jsonl"),
      NO_COLOR: "1",
    };
  }

  /** The command line of a bank, on its standard input and output or as told. */
  bank(...parameters: readonly string[]): readonly string[] {
    return [process.execPath, "--no-warnings", BANK, ...parameters];
  }

  /** Starts a bank that listens, and gives its URL; what it gets is noted in the file of this name. */
  async listeningBank(log = "bank.jsonl"): Promise<string> {
    const [command = "", ...parameters] = this.bank("http");
    const child = spawn(command, parameters, {
      env: { ...this.environment, BANK_LOG: join(this.folder, log) },
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#children.push(child);
    const [url] = (await child.stdout.iterator({ destroyOnReturn: false }).next()).value
      .toString()
      .split("\n");
    return url;
  }

  /** The command line that wraps a bank. */
  wrapping(...flags: readonly string[]): readonly string[] {
    return [...COMMAND, "mcp", "wrap", "--policy", "policy.yaml", ...flags, "--", ...this.bank()];
  }

  /** The command line of a gateway with a configuration. */
  serving(config: string): readonly string[] {
    return [...COMMAND, "serve", "--config", config];
  }

  /** Starts `capfence` with these parameters as a gateway. */
  gateway(...parameters: readonly string[]): GatewayProcess {
    return this.start([...COMMAND, ...parameters]);
  }

  /** Starts a gateway that wraps a bank. */
  wrap(...flags: readonly string[]): GatewayProcess {
    return this.start(this.wrapping(...flags));
  }

  /** Starts a gateway by its whole command line. */
  start(command: readonly string[]): GatewayProcess {
    const gateway = new GatewayProcess(command, this.folder, this.environment);
    this.#gateways.push(gateway);
    return gateway;
  }

  /** Runs `capfence` to its end. */
  async run(...parameters: readonly string[]): Promise<Printed> {
    const [command = "", ...rest] = COMMAND;
    const child = spawn(command, [...rest, ...parameters], {
      cwd: this.folder,
      env: this.environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = new Promise<number | null>((resolve) => void child.on("close", resolve));
    const [output, errors, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      ended,
    ]);
    return { code, output, errors };
  }

  /** The request for an approval of this amount, once it is there. */
  async pending(amount: number): Promise<{ readonly id: string }> {
    return vi.waitFor(
      async () => {
        const { output } = await this.run("pending-approvals", "--json");
        const requests = output.split("\n").filter((line) => line.includes(`"amount":${amount}}`));
        const [request] = requests;
        if (request === undefined) throw new Error(`nothing waits for ${amount}: ${output}`);
        return JSON.parse(request) as { id: string };
      },
      { timeout: 20_000, interval: 100 },
    );
  }

  /** Everything that banks here have got, in the order in which it came. */
  get received(): readonly Received[] {
    return this.receivedIn("bank.jsonl");
  }

  /** Everything that a bank has noted in the file of this name. */
  receivedIn(log: string): readonly Received[] {
    const file = join(this.folder, log);
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    return lines.map((line) => JSON.parse(line) as Received);
  }

  /** The arguments of the calls of a tool that have reached a bank. */
  callsOf(tool: string): readonly unknown[] {
    const calls = this.received.filter(({ method }) => method === "tools/call");
    return calls.flatMap(({ params }) => (params?.name === tool ? [params.arguments] : []));
  }

  /** The processes that were started here, by whomever, and run. */
  get processes(): readonly number[] {
    const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    return all.filter((pid) => this.#isOurs(pid)).map(Number);
  }

  #isOurs(pid: string): boolean {
    try {
      return readFileSync(`/proc/${pid}/environ`, "utf8").includes(`BANK_LOG=${this.folder}/`);
    } catch {
      // It has ended meanwhile, or is somebody else's.
      return false;
    }
  }

  /** Ends everything that runs here, and removes the folder. */
  async close(): Promise<void> {
    for (const child of this.#children) child.kill("SIGKILL");
    await Promise.all(this.#gateways.map((gateway) => gateway.stop()));
    rmSync(this.folder, { recursive: true, maxRetries: 5 });
  }
}
