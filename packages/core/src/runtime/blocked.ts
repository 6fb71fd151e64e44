import { CapFenceError } from "../errors.ts";
import type { Effect, Reason } from "../policy/decision.ts";
import { findWrapped } from "./find-wrapped.ts";
import type { ExecutionVerdict } from "./verdict.ts";

// Shared between copies of this package, so that a block is recognised wherever it was thrown.
const BRAND = Symbol.for("capfence.AgentActionBlocked");

/** Thrown instead of running a tool whose call was not authorised. */
export class AgentActionBlocked extends CapFenceError {
  override readonly name = "AgentActionBlocked";
  readonly verdict: ExecutionVerdict;

  constructor(verdict: ExecutionVerdict) {
    super("CAPFENCE_BLOCKED", describe(verdict));
    this.verdict = verdict;
    Object.defineProperty(this, BRAND, { value: true });
  }

  get decision(): Effect {
    return this.verdict.decision;
  }

  get reason(): Reason {
    return this.verdict.reason;
  }

  /** The request for approval that would let this call through, if it waits for one. */
  get approvalId(): string | undefined {
    return this.verdict.approvalId;
  }

  /** Whether a value is a block, also one thrown by another copy of this package. */
  static isInstance(value: unknown): value is AgentActionBlocked {
    return (
      typeof value === "object" &&
      value !== null &&
      (value as { [BRAND]?: unknown })[BRAND] === true &&
      typeof (value as { verdict?: unknown }).verdict === "object"
    );
  }

  /** The block inside an error, however frameworks have wrapped it (`cause`, `error`, `toolError`, `errors`). */
  static find(value: unknown): AgentActionBlocked | undefined {
    return findWrapped(value, (candidate): candidate is AgentActionBlocked =>
      AgentActionBlocked.isInstance(candidate),
    );
  }
}

/** For retry predicates: whether an error is anything but a block, which no retry can change. */
export function notBlocked(error: unknown): boolean {
  return AgentActionBlocked.find(error) === undefined;
}

/** A block as JSON text for the model: what was refused and why, without policy internals. */
export function denialMessage(blocked: AgentActionBlocked): string {
  const { event, reason, rule, approvalId, approverNote } = blocked.verdict;
  return JSON.stringify({
    error: "AgentActionBlocked",
    tool: event.context.toolName,
    reason,
    explanation: approverNote ?? EXPLANATIONS[reason] ?? rule?.reason,
    approvalId,
    retryable: false,
  });
}

/** What no rule has words for. That nobody answered must not look like a refusal, to the model or in a log. */
const EXPLANATIONS: Partial<Record<Reason, string>> = {
  approval_expired: "nobody answered in time; the call was not refused, and may be asked for again",
  approval_cancelled:
    "the request was taken back; the call was not refused, and may be asked for again",
  approval_queue_full: "too many requests of this agent wait for an answer already",
  tool_unreviewed:
    "the definition of this tool is new or has changed, and nobody has reviewed it since",
};

function describe(verdict: ExecutionVerdict): string {
  const { reason, rule, approvalId, approverNote, uncertain } = verdict;
  const words = approverNote ?? EXPLANATIONS[reason] ?? rule?.reason;
  const unknown = uncertain.length === 0 ? "" : ` (could not evaluate ${uncertain.join(", ")})`;
  const waiting =
    reason === "approval_required" && approvalId !== undefined ? ` (request ${approvalId})` : "";
  return `Blocked: ${reason}${waiting}${unknown}${words === undefined ? "" : `: ${words}`}`;
}
