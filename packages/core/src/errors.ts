/** Stable machine-readable codes of every error CapFence throws on purpose. */
export type CapFenceErrorCode =
  | "CAPFENCE_APPROVAL"
  | "CAPFENCE_BLOCKED"
  | "CAPFENCE_AUDIT"
  | "CAPFENCE_CAPABILITY"
  | "CAPFENCE_CONFIGURATION"
  | "CAPFENCE_JSON"
  | "CAPFENCE_POLICY"
  | "CAPFENCE_TOKEN";

/** Base of every error CapFence throws on purpose; match on `code`, which never changes. */
export class CapFenceError extends Error {
  override readonly name: string = "CapFenceError";
  readonly code: CapFenceErrorCode;

  constructor(code: CapFenceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Something was set up or called in a way that cannot work; nothing was authorised. */
export class ConfigurationError extends CapFenceError {
  override readonly name: string = "ConfigurationError";

  constructor(
    message: string,
    options?: ErrorOptions,
    code: CapFenceErrorCode = "CAPFENCE_CONFIGURATION",
  ) {
    super(code, message, options);
  }
}

/** A capability that is not of the form `segment(.segment)*`; it is refused before any policy is asked. */
export class CapabilityError extends ConfigurationError {
  override readonly name = "CapabilityError";

  constructor(message: string) {
    super(message, undefined, "CAPFENCE_CAPABILITY");
  }
}

/** A value or text that is not the plain JSON that can be judged, recorded and run unchanged. */
export class JsonError extends CapFenceError {
  override readonly name = "JsonError";

  constructor(message: string, options?: ErrorOptions) {
    super("CAPFENCE_JSON", message, options);
  }
}

/** One thing wrong with a policy file. Lines and columns count from 1. */
export interface PolicyProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Where in the document, such as `deny[0].amount_gt`; empty for the document itself. */
  readonly key: string;
  readonly message: string;
}

/** A policy that does not load; it authorises nothing. `problems` holds every fault found. */
export class PolicyLoadError extends ConfigurationError {
  override readonly name = "PolicyLoadError";
  readonly problems: readonly PolicyProblem[];

  constructor(problems: readonly PolicyProblem[], options?: ErrorOptions) {
    super(problems.map(describeProblem).join("\n"), options, "CAPFENCE_POLICY");
    this.problems = problems;
  }
}

/** One policy problem as `file:line:column: key: message`. */
export function describeProblem(problem: PolicyProblem): string {
  const place = `${problem.file}:${problem.line}:${problem.column}`;
  return problem.key === ""
    ? `${place}: ${problem.message}`
    : `${place}: ${problem.key}: ${problem.message}`;
}

/** A record could not be written or read. `toolInvoked` says whether the tool had already run. */
export class AuditError extends CapFenceError {
  override readonly name = "AuditError";
  readonly toolInvoked: boolean;

  constructor(message: string, options: ErrorOptions & { readonly toolInvoked?: boolean } = {}) {
    super("CAPFENCE_AUDIT", message, options);
    this.toolInvoked = options.toolInvoked ?? false;
  }
}

/** A request for approval that cannot be answered: unknown, answered before, or expired. */
export class ApprovalError extends CapFenceError {
  override readonly name = "ApprovalError";

  constructor(message: string) {
    super("CAPFENCE_APPROVAL", message);
  }
}

/** What an error says; anything may be thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
