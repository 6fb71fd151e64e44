import { createRequire } from "node:module";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  query,
  type Options,
  type Query,
  type SDKMessage,
  type SDKResultMessage,
} from "@anthropic-ai/claude-agent-sdk";
import { FakeApi } from "./fake-api.ts";

/** What came of one run of an agent. */
export interface AgentRun {
  readonly messages: readonly SDKMessage[];
  /** The last result, if the run had one. */
  readonly result: SDKResultMessage | undefined;
  /** What reading its messages threw. */
  readonly error: unknown;
}

/** Claude Code itself, in a folder of its own, whose model is scripted. */
export class Claude {
  readonly api: FakeApi;
  /** Its current folder, home and settings. */
  readonly folder: string;

  private constructor(api: FakeApi, folder: string) {
    this.api = api;
    this.folder = folder;
  }

  static async start(): Promise<Claude> {
    checkBinary();
    return new Claude(await FakeApi.start(), mkdtempSync(join(tmpdir(), "capfence-claude-")));
  }

  /** Options of an agent that may do all that no hook forbids; root needs IS_SANDBOX for that. */
  get options(): Options {
    return {
      cwd: this.folder,
      settingSources: [],
      permissionMode: "bypassPermissions",
      allowDangerouslySkipPermissions: true,
      maxTurns: 9,
      model: "claude-sonnet-4-5",
      tools: ["Bash"],
      stderr: () => undefined,
      env: {
        PATH: process.env["PATH"],
        HOME: this.folder,
        CLAUDE_CONFIG_DIR: join(this.folder, "config"),
        ANTHROPIC_BASE_URL: this.api.url,
        ANTHROPIC_API_KEY: "sk-ant-test",
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
        DISABLE_TELEMETRY: "1",
        DISABLE_ERROR_REPORTING: "1",
        DISABLE_AUTOUPDATER: "1",
        IS_SANDBOX: "1",
      },
    };
  }

  /** Runs an agent to its end; a `guarded` query or the SDK's own. */
  async run(options: Options, guarded: typeof query = query, prompt = "go on"): Promise<AgentRun> {
    return drain(guarded({ prompt, options: { ...this.options, ...options } }));
  }

  close(): void {
    this.api.close();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Reads a query to its end. */
export async function drain(run: Query): Promise<AgentRun> {
  const messages: SDKMessage[] = [];
  let error: unknown;
  try {
    for await (const message of run) messages.push(message);
  } catch (thrown) {
    error = thrown;
  }
  return { messages, result: messages.findLast((message) => message.type === "result"), error };
}

/** Claude Code is an optional dependency of the SDK; without it nothing here is tested. */
function checkBinary(): void {
  const sdk = createRequire(import.meta.resolve("@anthropic-ai/claude-agent-sdk"));
  const platform = `${process.platform}-${process.arch}`;
  for (const name of [platform, `${platform}-musl`])
    try {
      sdk.resolve(`@anthropic-ai/claude-agent-sdk-${name}/package.json`);
      return;
    } catch {
      // The other one may be there.
    }
  throw new Error(
    `Claude Code is not installed, so its adapter cannot be tested: install @anthropic-ai/claude-agent-sdk-${platform}, an optional dependency of the SDK`,
  );
}
