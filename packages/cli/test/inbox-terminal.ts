import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type ActionRuntime,
  AgentActionBlocked,
  allRequests,
  type ApprovalRequest,
  guard,
  type Identity,
} from "@capfence/core";
import { SqliteStorage } from "@capfence/core/sqlite";
import { afterEach } from "vitest";
import { PtyScreen, type PtyOptions } from "./pty-screen.ts";
import { Scratch } from "./scratch.ts";

const POLICY = `
approval_timeout_seconds: 900
require_approval:
  - id: large-transfers
    capability: payments.transfer
    amount_gt: 1000
    reason: transfers over 1000 need a second pair of eyes
allow:
  - payments.transfer
`;

const host = join(import.meta.dirname, "inbox-main.ts");
const open: PtyScreen[] = [];

afterEach(() => {
  for (const screen of open.splice(0)) screen.close();
});

/** A log, a runtime whose calls ask for approval there, and inboxes on terminals that watch it. */
export class InboxTerminal extends Scratch {
  readonly running: ActionRuntime = this.runtime(POLICY);
  readonly #clock = join(this.folder, "clock");

  /** Sets the clock of everything here so many seconds ahead. */
  pass(seconds: number): void {
    this.now += seconds * 1000;
    writeFileSync(this.#clock, String(this.now));
  }

  /** Calls the tool, which is blocked until somebody approves; gives the reason. */
  async call(
    payload: Readonly<Record<string, unknown>>,
    identity: Identity = { sessionId: "run-17" },
    runtime: ActionRuntime = this.running,
  ): Promise<string | undefined> {
    const tool = { runtime, agentId: "pay-agent", capability: "payments.transfer" };
    const transfer = guard(
      { ...tool, environment: "production", toolName: "transfer", ...identity },
      () => undefined,
    );
    try {
      await transfer({ ...payload });
      return undefined;
    } catch (error) {
      if (AgentActionBlocked.isInstance(error)) return error.message;
      throw error;
    }
  }

  /** A runtime whose calls two approvers must let through. */
  runtimeFor(approvers: readonly string[]): ActionRuntime {
    return this.runtime(
      `${POLICY}approvals: { approvers: ${JSON.stringify(approvers)}, quorum: 2 }\n`,
    );
  }

  /** The requests as another process finds them, oldest first. */
  async requests(): Promise<readonly ApprovalRequest[]> {
    const storage = SqliteStorage.openReadOnly(this.log);
    try {
      return await allRequests(storage);
    } finally {
      storage.close();
    }
  }

  /** Tells the inbox that was begun last to stop. */
  terminate(): void {
    process.kill(Number(readFileSync(`${this.#clock}.pid`, "utf8")), "SIGTERM");
  }

  /** Begins an inbox. */
  watch(
    options: Partial<PtyOptions> & { readonly parameters?: readonly string[] } = {},
  ): PtyScreen {
    this.pass(0);
    const command = ["approvals", "watch", ...(options.parameters ?? ["--by", "carol"])];
    const screen = new PtyScreen(
      ["--conditions=@capfence/source", "--no-warnings", host, this.#clock, ...command],
      {
        folder: this.folder,
        ...options,
        environment: {
          PATH: process.env["PATH"] ?? "",
          TERM: "xterm-256color",
          CAPFENCE_HOME: this.state,
          CAPFENCE_APPROVER_KEYS: this.approvers,
          ...options.environment,
        },
      },
    );
    open.push(screen);
    return screen;
  }
}
