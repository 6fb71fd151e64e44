import {
  ActionRuntime,
  type ActionRuntimeOptions,
  type AuditRecord,
  CapabilitySystem,
  type DecisionRecord,
  type GuardOptions,
  type OutcomeRecord,
} from "@capfence/core";
import { collect } from "../collect.ts";
import { FaultyStorage } from "./faulty-storage.ts";
import type { AdaptedTool, AdapterHarness, TransferInput } from "./harness.ts";
import { FAILING_AMOUNT, TOOL_NAME, ToolError, transferTool } from "./transfer-tool.ts";

/** Over 10,000 is denied, over 1,000 needs approval, the rest is allowed. */
const POLICY = `
deny:
  - { id: too-much, capability: payments.transfer, amount_gt: 10000 }
require_approval:
  - { id: much, capability: payments.transfer, amount_gt: 1000 }
allow:
  - payments.transfer
`;

/** One run of the tool's body. */
export interface ToolRun {
  readonly input: TransferInput;
  readonly signal: AbortSignal | undefined;
}

/** What a case changes in its scene. */
export interface SceneOptions {
  readonly guard?: Partial<GuardOptions>;
  /** Whether the tool has a capability; it has unless this is false. */
  readonly mapped?: boolean;
  readonly runtime?: Partial<Pick<ActionRuntimeOptions, "capabilitySystem" | "mode">>;
  /** Runs inside the tool. */
  readonly body?: (run: ToolRun) => void | Promise<void>;
}

/** A guarded tool with a log of its own, and everything a case wants to see of both. */
export interface Scene {
  readonly runtime: ActionRuntime;
  readonly storage: FaultyStorage;
  readonly tool: AdaptedTool;
  /** The runs of the tool's body so far. */
  readonly runs: readonly ToolRun[];
  readonly records: () => Promise<readonly AuditRecord[]>;
  readonly decisions: () => Promise<readonly DecisionRecord[]>;
  readonly outcomes: () => Promise<readonly OutcomeRecord[]>;
}

/** Makes the scenes of one case. */
export type Stage = (options?: SceneOptions) => Promise<Scene>;

/** A scene with the tool of `harness`. */
export async function setScene(
  harness: AdapterHarness,
  options: SceneOptions = {},
): Promise<Scene> {
  const storage = new FaultyStorage();
  const capabilitySystem = new CapabilitySystem().loadPolicyText(POLICY, "testkit.yaml");
  const runtime = new ActionRuntime({ capabilitySystem, storage, ...options.runtime });
  const runs: ToolRun[] = [];
  const body = transferTool(async (run) => {
    runs.push(run);
    await options.body?.(run);
    if (run.input.amount === FAILING_AMOUNT) throw new ToolError();
  });
  const mapping =
    options.mapped === false ? {} : { capabilities: { [TOOL_NAME]: "payments.transfer" } };
  const tool = await harness(body, { runtime, agentId: "suite", ...mapping, ...options.guard });
  const records = (): Promise<AuditRecord[]> => collect(runtime.auditTrail.records());
  return {
    runtime,
    storage,
    tool,
    runs,
    records,
    decisions: async () => (await records()).filter((record) => record.kind === "decision"),
    outcomes: async () => (await records()).filter((record) => record.kind === "outcome"),
  };
}
