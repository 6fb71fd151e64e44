import { parseCapability, parseEnvironment } from "../action/capability.ts";
import { readFact } from "../action/context.ts";
import { ConfigurationError } from "../errors.ts";
import { ActionRuntime } from "./runtime.ts";

/** What every guard and every adapter takes. */
export interface GuardOptions {
  /** The runtime that decides and records; or give `policyPath` for one of its own. */
  readonly runtime?: ActionRuntime;
  readonly policyPath?: string;
  /** Who acts, where `runtime.withIdentity` does not say. */
  readonly agentId: string;
  /** The capability of the tool, or of every tool. */
  readonly capability?: string;
  /** The capability of each tool by its name; tools it lacks are looked up in the policy's `tools:`. */
  readonly capabilities?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly sessionId?: string;
  /** The framework that calls, for the record and for `framework` conditions. */
  readonly framework?: string;
  /** `throw` an `AgentActionBlocked` (the default), or give the model a denial as the tool's result. */
  readonly onBlocked?: "throw" | "message";
  /** `block` a call that needs an approval (the default), or `wait` until a human has answered. */
  readonly onApproval?: "block" | "wait";
  /** How long to wait for an answer, in milliseconds; by default until the request expires. */
  readonly approvalWait?: number;
}

/** Finds at once what would otherwise refuse every call. */
export function checkGuardOptions(options: GuardOptions): void {
  const { agentId, capability, capabilities, environment, onBlocked, onApproval, approvalWait } =
    options;
  readFact("agentId", agentId);
  if (environment !== undefined) parseEnvironment(environment);
  for (const name of [capability, ...Object.values(capabilities ?? {})])
    if (name !== undefined) parseCapability(name);
  if (onBlocked !== undefined && onBlocked !== "throw" && onBlocked !== "message")
    throw new ConfigurationError(
      `onBlocked must be "throw" or "message", got ${JSON.stringify(onBlocked)}`,
    );
  if (onApproval !== undefined && onApproval !== "block" && onApproval !== "wait")
    throw new ConfigurationError(
      `onApproval must be "block" or "wait", got ${JSON.stringify(onApproval)}`,
    );
  if (approvalWait !== undefined && !(approvalWait >= 0))
    throw new ConfigurationError(
      `approvalWait is a number of milliseconds from 0, got ${JSON.stringify(approvalWait)}`,
    );
}

/** The runtime that the options give, or one for the policy that they name. Throws `ConfigurationError` without either. */
export function runtimeOf({ runtime, policyPath }: GuardOptions): ActionRuntime {
  if (runtime !== undefined && policyPath !== undefined)
    throw new ConfigurationError("give either runtime or policyPath, not both");
  if (runtime !== undefined) return runtime;
  if (policyPath !== undefined) return ActionRuntime.fromPolicy(policyPath);
  throw new ConfigurationError("a guard needs a runtime or a policyPath");
}
