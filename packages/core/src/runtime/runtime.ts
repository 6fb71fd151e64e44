import { defaultAudit, openDefaultStorage } from "#default-storage";
import { flowLocal, randomIdentifier } from "#platform";
import { ActionEvent } from "../action/event.ts";
import { ApprovalEngine } from "../approvals/engine.ts";
import type { Change, CommitResult } from "../audit/change.ts";
import type { RecordDraft } from "../audit/record.ts";
import { type AuditOptions, ImmutableAuditTrail } from "../audit/trail.ts";
import { AuditError, ConfigurationError } from "../errors.ts";
import { CapabilitySystem, type DecisionPoint } from "../policy/capability-system.ts";
import type { Decision } from "../policy/decision.ts";
import { DEFAULT_APPROVAL_TIMEOUT, type PolicyMode } from "../policy/document/document.ts";
import type { StorageEngine } from "../storage/engine.ts";
import { authorize, type AuthorizationPorts, preview } from "./authorize.ts";
import type { Identity } from "./identity.ts";
import { type MaybePromise, recovering, whenReady } from "../maybe-promise.ts";
import { type DecisionObserver, tellDecided, tellFinished } from "./observer.ts";
import { type Outcome, outcomeRecord } from "./records.ts";
import { isDecision, refusal } from "./refusal.ts";
import { rememberedTimeText } from "./time-text.ts";
import type { ExecutionPreview, ExecutionVerdict } from "./verdict.ts";

/** What a runtime is made of; only the decision point is needed. */
export interface ActionRuntimeOptions {
  /** Decides; usually a `CapabilitySystem` with a policy loaded. */
  readonly capabilitySystem: DecisionPoint;
  /** Keeps the log and the approvals; by default one SQLite file in the state folder. */
  readonly storage?: StorageEngine;
  /** How the log is signed, anchored and redacted; in the state folder, as the key and the environment there say. */
  readonly audit?: AuditOptions;
  /** A trail made elsewhere, instead of `audit`. */
  readonly auditTrail?: ImmutableAuditTrail;
  readonly approvalEngine?: ApprovalEngine;
  /** `observe` lets every tool run and records what would have happened; by default as the policy says. */
  readonly mode?: PolicyMode;
  /** Milliseconds since the Unix epoch. */
  readonly clock?: () => number;
  /** Told of every decision and outcome once its record is durable; they change nothing. */
  readonly observers?: readonly DecisionObserver[];
}

/** The enforcement point's engine: decides, settles approvals, and records, before anything runs. */
export class ActionRuntime {
  readonly policy: DecisionPoint;
  readonly approvals: ApprovalEngine;
  readonly auditTrail: ImmutableAuditTrail;
  readonly #storage: StorageEngine;
  readonly #ownsStorage: boolean;
  readonly #ownsTrail: boolean;
  readonly #mode: PolicyMode | undefined;
  readonly #clock: () => number;
  readonly #timeText = rememberedTimeText();
  readonly #identity = flowLocal<Identity>();
  readonly #observers: readonly DecisionObserver[];

  constructor(options: ActionRuntimeOptions) {
    if (options.audit !== undefined && options.auditTrail !== undefined)
      throw new ConfigurationError("pass audit or auditTrail, not both");
    this.policy = checkDecisionPoint(options.capabilitySystem);
    this.#mode = checkMode(options.mode);
    this.#clock = options.clock ?? Date.now;
    this.#observers = [...(options.observers ?? [])];
    this.#ownsStorage = options.storage === undefined;
    this.#storage = options.storage ?? openDefaultStorage();
    this.#ownsTrail = options.auditTrail === undefined;
    this.auditTrail = options.auditTrail ?? new ImmutableAuditTrail(this.#trailOptions(options));
    this.auditTrail.attach(this.#storage);
    this.approvals = options.approvalEngine ?? new ApprovalEngine();
    this.approvals.attach({ store: this.#storage, trail: this.auditTrail, clock: this.#clock });
    if (this.approvals.attached?.trail.attached?.location !== this.#storage.location)
      throw new ConfigurationError(
        "approvals and log must be kept in one place, or an approval could be used twice",
      );
  }

  /** A runtime for a policy file, with its log in the state folder unless `storage` is given. */
  static fromPolicy(
    path: string,
    options: Omit<ActionRuntimeOptions, "capabilitySystem"> = {},
  ): ActionRuntime {
    return new ActionRuntime({
      ...options,
      capabilitySystem: new CapabilitySystem().loadPolicy(path),
    });
  }

  /**
   * Judges an event and records the decision; resolves once the record is durable.
   * Throws `AuditError` if it cannot be recorded, and then nothing is authorised.
   */
  async execute(event: ActionEvent): Promise<ExecutionVerdict> {
    const judged = ActionEvent.from(event);
    const verdict = await whenReady(this.#decideWhenReady(judged), (decision) =>
      authorize(
        judged,
        decision,
        this.#ports((change) => this.auditTrail.append(change)),
      ),
    );
    return this.#told(verdict);
  }

  /**
   * As {@link execute}, at once. Throws `ConfigurationError` where the storage or the decision point is asynchronous.
   * What a policy still has to load it does not await: an event that needs it is denied.
   */
  executeSync(event: ActionEvent): ExecutionVerdict {
    // Before anything is asked of it: an answer that comes later would have nobody to go to.
    if (!this.#storage.synchronous) throw needsExecute("storage");
    const judged = ActionEvent.from(event);
    const ports = this.#ports((change) => this.auditTrail.appendSync(change));
    const decision = this.#decide(judged);
    if (decision instanceof Promise) throw needsExecute("decision point");
    return this.#told(atOnce(authorize(judged, decision, ports)));
  }

  /** What `execute` would answer now; records nothing and uses up nothing. */
  async preview(event: ActionEvent): Promise<ExecutionPreview> {
    const judged = ActionEvent.from(event);
    return whenReady(this.#decideWhenReady(judged), (decision) =>
      preview(
        judged,
        decision,
        this.#ports(() => undefined),
      ),
    );
  }

  /** Records the refusal of a tool that has no capability, without asking the policy. */
  async refuseUnmapped(event: ActionEvent): Promise<ExecutionVerdict> {
    const verdict = await authorize(
      event,
      refusal("tool_unmapped"),
      this.#ports((change) => this.auditTrail.append(change)),
    );
    return this.#told(verdict);
  }

  /** Records what became of an authorised tool. Throws `AuditError` with `toolInvoked: true` if it cannot be. */
  async recordOutcome(verdict: ExecutionVerdict, outcome: Outcome): Promise<void> {
    try {
      await this.auditTrail.append({ records: [this.#outcomeRecord(verdict, outcome)] });
    } catch (cause) {
      throw unrecordedOutcome(outcome, cause);
    }
    tellFinished(this.#observers, verdict, outcome);
  }

  /** As {@link recordOutcome}, at once. */
  recordOutcomeSync(verdict: ExecutionVerdict, outcome: Outcome): void {
    try {
      this.auditTrail.appendSync({ records: [this.#outcomeRecord(verdict, outcome)] });
    } catch (cause) {
      throw unrecordedOutcome(outcome, cause);
    }
    tellFinished(this.#observers, verdict, outcome);
  }

  /**
   * Runs `body` so that every guarded call inside it, however deep or late, acts for this identity; facts it
   * leaves out stay as they are. A generator acts for whoever reads from it, so read it inside.
   */
  withIdentity<Result>(identity: Identity, body: () => Result): Result {
    const known = Object.entries(identity).filter(([, value]) => value !== undefined);
    const merged = { ...this.#identity.get(), ...Object.fromEntries(known) };
    return this.#identity.run(Object.freeze(merged), body);
  }

  /** The identity of the flow that is running. */
  get identity(): Identity | undefined {
    return this.#identity.get();
  }

  /** Ends the log, and closes the storage if the runtime opened it itself. */
  async close(): Promise<void> {
    try {
      if (this.#ownsTrail) await this.auditTrail.close();
    } finally {
      if (this.#ownsStorage) await this.#storage.close();
    }
  }

  /** As `#decide`, once the policy has loaded what it needs; if that cannot be loaded, deciding says so. */
  #decideWhenReady(event: ActionEvent): MaybePromise<Decision> {
    const ready = recovering<void>(
      () => this.policy.ready?.(),
      () => undefined,
    );
    return whenReady(ready, () => this.#decide(event));
  }

  /** Never rejects: without an answer that is a decision, the call is denied. */
  #decide(event: ActionEvent): MaybePromise<Decision> {
    return recovering<Decision>(
      () => whenReady(this.policy.decide(event), checked),
      () => refusal("policy_error"),
    );
  }

  #ports(append: (change: Change) => MaybePromise<CommitResult>): AuthorizationPorts {
    return {
      mode: this.#mode ?? this.policy.mode ?? "enforce",
      approvals: this.#storage,
      approvalTimeoutSeconds: this.policy.approvalTimeoutSeconds ?? DEFAULT_APPROVAL_TIMEOUT,
      clock: this.#clock,
      timeText: this.#timeText,
      redactor: this.auditTrail.redactor,
      randomIdentifier,
      append,
    };
  }

  #trailOptions({ audit, clock }: ActionRuntimeOptions): AuditOptions {
    const defaults = this.#ownsStorage ? defaultAudit(this.#storage.location) : {};
    return { ...defaults, ...audit, ...(clock === undefined ? {} : { clock }) };
  }

  #told(verdict: ExecutionVerdict): ExecutionVerdict {
    tellDecided(this.#observers, verdict);
    return verdict;
  }

  #outcomeRecord(verdict: ExecutionVerdict, outcome: Outcome): RecordDraft {
    const now = this.#timeText(this.#clock());
    return outcomeRecord(verdict, outcome, now, this.auditTrail.redactor);
  }
}

function checkDecisionPoint(policy: DecisionPoint | undefined): DecisionPoint {
  if (typeof policy?.decide === "function") return policy;
  throw new ConfigurationError(
    "capabilitySystem must be something that decides, such as a CapabilitySystem",
  );
}

function checkMode(mode: PolicyMode | undefined): PolicyMode | undefined {
  if (mode === undefined || mode === "enforce" || mode === "observe") return mode;
  throw new ConfigurationError(`unknown mode ${JSON.stringify(mode)}; use "enforce" or "observe"`);
}

/** Anything that is no decision must not pass for one. */
function checked(answer: unknown): Decision {
  return isDecision(answer) ? answer : refusal("policy_error");
}

function atOnce<Value>(value: MaybePromise<Value>): Value {
  if (value instanceof Promise) throw needsExecute("storage");
  return value;
}

function needsExecute(what: string): ConfigurationError {
  return new ConfigurationError(`the ${what} is asynchronous; use execute instead of executeSync`);
}

function unrecordedOutcome({ outcome, error }: Outcome, cause: unknown): AuditError {
  const text = `the tool has run (${outcome}), but its outcome could not be recorded`;
  return new AuditError(text, { cause: error ?? cause, toolInvoked: true });
}
