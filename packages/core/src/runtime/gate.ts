import { ActionEvent } from "../action/event.ts";
import { CapabilitySystem } from "../policy/capability-system.ts";
import { ActionRuntime } from "./runtime.ts";
import type { ActionRuntimeOptions } from "./runtime-options.ts";
import type { ExecutionVerdict } from "./verdict.ts";

/** One call as the older, one-step form takes it. */
export interface GateRequest {
  readonly agentId: string;
  /** Free text on what the agent is doing; recorded, never judged. */
  readonly taskContext: string;
  /** Free text category of the risk; recorded, never judged. */
  readonly riskCategory: string;
  readonly capability: string;
  /** Without one, everything is denied. */
  readonly policyPath?: string;
  readonly payload?: object;
  readonly environment?: string;
  readonly sessionId?: string;
}

/** The older form's answer: the verdict, with its outcome in one flag. */
export interface GateResult extends ExecutionVerdict {
  readonly passed: boolean;
}

/** The older one-call form of the runtime: judge and record, and say whether the call may go on. */
export class Gate {
  readonly #options: Pick<ActionRuntimeOptions, "storage" | "emergencyBypass">;
  readonly #runtimes = new Map<string, ActionRuntime>();

  /** `storage` keeps the log and the approvals; by default one SQLite file in the state folder. */
  constructor(options: Pick<ActionRuntimeOptions, "storage" | "emergencyBypass"> = {}) {
    this.#options = options;
  }

  /** Judges a call against a policy file, which is read once, and records the decision before it answers. */
  evaluate(request: GateRequest): GateResult {
    const { agentId, policyPath, ...facts } = request;
    const event = ActionEvent.create({ payload: {}, ...facts, actor: agentId });
    const verdict = this.#runtimeFor(policyPath).executeSync(event);
    return { ...verdict, passed: verdict.authorized };
  }

  /** Resolves once a policy has loaded what it needs, such as the SQL grammar; `evaluate` denies such calls until then. */
  async ready(policyPath?: string): Promise<void> {
    await this.#runtimeFor(policyPath).policy.ready?.();
  }

  /**
   * For emergencies: for so many seconds, an agent's calls pass whatever this policy says of them, each recorded as
   * `bypassed`; the function it gives ends that before its time. Off unless the gate was made with `emergencyBypass`.
   */
  bypass(
    agentId: string,
    reason: string,
    { seconds, policyPath }: { readonly seconds: number; readonly policyPath?: string },
  ): Promise<() => Promise<void>> {
    return this.#runtimeFor(policyPath).bypass({ actor: agentId, reason, seconds });
  }

  #runtimeFor(policyPath: string | undefined): ActionRuntime {
    const known = this.#runtimes.get(policyPath ?? "");
    if (known !== undefined) return known;
    const capabilitySystem = new CapabilitySystem();
    if (policyPath !== undefined) capabilitySystem.loadPolicy(policyPath);
    const runtime = new ActionRuntime({ ...this.#options, capabilitySystem });
    this.#runtimes.set(policyPath ?? "", runtime);
    return runtime;
  }
}
