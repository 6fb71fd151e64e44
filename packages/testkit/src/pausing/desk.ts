import { ActionRuntime, type AuditRecord, CapabilitySystem, MemoryStorage } from "@capfence/core";
import { TOOL_NAME, transferTool } from "../adapter/transfer-tool.ts";
import type { TransferInput } from "../adapter/harness.ts";
import { collect } from "../collect.ts";
import type { PausableRun, PausingAgent, PausingHarness, PausingOptions } from "./harness.ts";

/** Over 10,000 is denied, over 1,000 needs approval, the rest is allowed. */
const POLICY = `
deny:
  - { id: too-much, capability: payments.transfer, amount_gt: 10000 }
require_approval:
  - { id: much, capability: payments.transfer, amount_gt: 1000, reason: large sums are seen by a human }
allow:
  - payments.transfer
`;

/** One process: an agent with a runtime of its own, over the storage that all processes of its desk share. */
export interface Process {
  readonly agent: PausingAgent;
  readonly runtime: ActionRuntime;
}

/** What a process is started with. */
export interface ProcessOptions {
  readonly guard?: Partial<PausingOptions>;
  /** Added to the policy. */
  readonly policy?: string;
  /** Added to its `deny` section. */
  readonly deny?: string;
}

/** The processes of one case, their shared log, and the runs of the tool in all of them. */
export class Desk {
  readonly runs: TransferInput[] = [];
  readonly #storage = new MemoryStorage("pausing");
  readonly #harness: PausingHarness;
  readonly #processes: Process[] = [];

  constructor(harness: PausingHarness) {
    this.#harness = harness;
  }

  /** Starts a process in which carol answers what is asked, unless told otherwise. */
  async process({ guard = {}, policy = "", deny = "" }: ProcessOptions = {}): Promise<Process> {
    const capabilitySystem = new CapabilitySystem().loadPolicyText(
      POLICY.replace("deny:", `deny:\n${deny}`) + policy,
      "testkit.yaml",
    );
    const runtime = new ActionRuntime({ capabilitySystem, storage: this.#storage });
    const tool = transferTool(async ({ input }) => {
      this.runs.push(input);
    });
    const agent = await this.#harness(tool, {
      runtime,
      agentId: "suite",
      sessionId: "session-1",
      capabilities: { [TOOL_NAME]: "payments.transfer" },
      onApproval: "pause",
      onBlocked: "message",
      approver: () => ({ by: "carol" }),
      ...guard,
    });
    const made = { agent, runtime };
    this.#processes.push(made);
    return made;
  }

  /** The records of all processes. */
  async records(): Promise<readonly AuditRecord[]> {
    const [first] = this.#processes;
    return first === undefined ? [] : collect(first.runtime.auditTrail.records());
  }

  async close(): Promise<void> {
    for (const { agent } of this.#processes) await agent.close?.();
  }
}

/** The state of a run that has to be paused. */
export function stateOf(run: PausableRun): string {
  if ("state" in run) return run.state;
  throw new Error(`the run ended instead of pausing: ${JSON.stringify(run.output)}`);
}

/** The output of a run that has to be over. */
export function outputOf(run: PausableRun): unknown {
  if ("output" in run) return run.output;
  throw new Error("the run is paused again, and should have ended");
}

/** The text of a denial, as the model reads it. */
export function denialIn(agent: PausingAgent, run: PausableRun): string {
  const output = outputOf(run);
  return String(agent.denialOf === undefined ? output : agent.denialOf(output));
}
