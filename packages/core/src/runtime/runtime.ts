import { flowLocal, randomIdentifier } from "#platform";
import type { ActionEvent } from "../action/event.ts";
import type { ApprovalEngine } from "../approvals/engine.ts";
import type { ApprovalRequest } from "../approvals/request.ts";
import type { RecordDraft } from "../audit/record.ts";
import type { ImmutableAuditTrail } from "../audit/trail.ts";
import { AuditError } from "../errors.ts";
import { CapabilitySystem, type DecisionPoint } from "../policy/capability-system.ts";
import type { Reason } from "../policy/decision.ts";
import type { PolicyMode } from "../policy/document/document.ts";
import {
  Authorizer,
  type ExecuteOptions,
  type PreviewOptions,
  type TokenOptions,
} from "./authorizer.ts";
import { Bypasses, type BypassInput } from "./bypass.ts";
import type { Identity } from "./identity.ts";
import { type DecisionObserver, tellDecided, tellFinished } from "./observer.ts";
import { type Outcome, outcomeRecord } from "./records.ts";
import { type ActionRuntimeOptions, checkDecisionPoint, checkMode } from "./runtime-options.ts";
import { RuntimeParts } from "./runtime-parts.ts";
import { revokeToken, type RevokeTokenInput } from "./revoke-token.ts";
import { steadyClock } from "./steady-clock.ts";
import { rememberedTimeText } from "./time-text.ts";
import type { ExecutionPreview, ExecutionVerdict } from "./verdict.ts";
import { waitForAnswer, type WaitOptions } from "./wait-for-answer.ts";

/** The enforcement point's engine: decides, settles approvals, and records, before anything runs. */
export class ActionRuntime {
  readonly policy: DecisionPoint;
  readonly approvals: ApprovalEngine;
  readonly auditTrail: ImmutableAuditTrail;
  readonly #parts: RuntimeParts;
  readonly #mode: PolicyMode | undefined;
  readonly #clock: () => number;
  readonly #timestamp: () => string;
  readonly #identity = flowLocal<Identity>();
  readonly #observers: readonly DecisionObserver[];
  readonly #bypasses: Bypasses;
  readonly #authorizer: Authorizer;

  constructor(options: ActionRuntimeOptions) {
    this.policy = checkDecisionPoint(options.capabilitySystem);
    this.#mode = checkMode(options.mode);
    const hostClock = options.clock ?? Date.now;
    this.#clock = steadyClock(hostClock);
    const timeText = rememberedTimeText();
    this.#timestamp = () => timeText(hostClock());
    this.#bypasses = new Bypasses(options.emergencyBypass);
    this.#observers = [...(options.observers ?? [])];
    this.#parts = new RuntimeParts(options, this.#clock);
    this.approvals = this.#parts.approvals;
    this.auditTrail = this.#parts.trail;
    this.#authorizer = new Authorizer({
      policy: this.policy,
      parts: this.#parts,
      bypasses: this.#bypasses,
      mode: () => this.mode,
      clock: this.#clock,
      timestamp: this.#timestamp,
    });
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
   * Throws `AuditError` if it cannot be recorded, and then nothing is authorised. With `asks: false` a call that has no
   * request for approval gets none: for callers that come with an answer, which must not become one to a later request.
   */
  async execute(event: ActionEvent, options?: ExecuteOptions): Promise<ExecutionVerdict> {
    return this.#told(await this.#authorizer.execute(event, options));
  }

  /**
   * As {@link execute}, at once. Throws `ConfigurationError` where the storage or the decision point is asynchronous.
   * What a policy still has to load it does not await: an event that needs it is denied.
   */
  executeSync(event: ActionEvent, options?: TokenOptions): ExecutionVerdict {
    return this.#told(this.#authorizer.executeSync(event, options));
  }

  /** What `execute` would answer now; records nothing and uses up nothing. */
  async preview(event: ActionEvent, options?: PreviewOptions): Promise<ExecutionPreview> {
    return this.#authorizer.preview(event, options);
  }

  /**
   * As {@link preview}, but for a call that waits for an approval whose request does not exist yet, which is made and
   * recorded: for callers that pause before they execute. Throws `AuditError` if it cannot be recorded.
   */
  async ask(event: ActionEvent, options?: TokenOptions): Promise<ExecutionPreview> {
    const seen = await this.#authorizer.ask(event, options);
    return isVerdict(seen) ? this.#told(seen) : seen;
  }

  /**
   * Whether a call like an event might run with some payload, at once or once it is approved: for lists of tools. True
   * where `execute` would authorise the event; true says no more than that the policy does not rule every call out.
   */
  couldRun(event: ActionEvent, options?: TokenOptions): boolean {
    return this.#authorizer.couldRun(event, options);
  }

  /**
   * Records a refusal that no policy gives: of a tool without a capability or of one whose definition nobody has
   * reviewed, of a call that was taken back, or of one that comes with a yes nobody was asked for.
   */
  async refuse(
    event: ActionEvent,
    reason: Extract<
      Reason,
      "tool_unmapped" | "tool_unreviewed" | "approval_cancelled" | "approval_required"
    >,
  ): Promise<ExecutionVerdict> {
    return this.#told(await this.#authorizer.refuse(event, reason));
  }

  /**
   * Records what became of an authorised tool. Throws `AuditError` with `toolInvoked: true` if it cannot be. With
   * `hurry: false` the record goes with the next one: for callers that give the tool's output before it is durable. If
   * it cannot be recorded, for whatever reason, the log is closed then.
   */
  async recordOutcome(
    verdict: ExecutionVerdict,
    outcome: Outcome,
    options?: { readonly hurry?: boolean },
  ): Promise<void> {
    try {
      await this.auditTrail.append({ records: [this.#outcomeRecord(verdict, outcome)] }, options);
    } catch (cause) {
      // The caller has gone on, so nothing else would end what runs without being recorded.
      if (options?.hurry === false && !this.auditTrail.isClosed)
        await this.auditTrail.close().catch(() => undefined);
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

  /** Whether decisions bind: in `observe` every call runs, and what is recorded is what would have happened. */
  get mode(): PolicyMode {
    return this.#mode ?? this.policy.mode ?? "enforce";
  }

  /** The identity of the flow that is running. */
  get identity(): Identity | undefined {
    return this.#identity.get();
  }

  /**
   * The request once it is approved, rejected, cancelled, used up or expired; pending if `timeout` (milliseconds) was
   * over first. It may have been made by another process, or before a restart. Rejects with the reason of `signal`.
   */
  waitForApproval(requestId: string, options: WaitOptions = {}): Promise<ApprovalRequest> {
    return waitForAnswer(requestId, options, {
      store: this.#parts.storage,
      requirements: this.policy.approvalRequirements,
      clock: this.#clock,
    });
  }

  /**
   * Takes a block of a capability token back, and with it every token that was made from it, from the next call on.
   * Resolves once that is recorded, to false where it was taken back before. Throws `ConfigurationError` for what is no id.
   */
  revokeToken(id: string, input: RevokeTokenInput): Promise<boolean> {
    return revokeToken(this.auditTrail, id, { ...input, at: this.#clock() });
  }

  /**
   * For emergencies: until it ends, the calls of an actor run whatever the policy says of them, each recorded as
   * `bypassed`. Resolves once the beginning is recorded; the function it gives ends it before its time. Throws
   * `ConfigurationError` unless the runtime was made with `emergencyBypass`.
   */
  bypass(input: BypassInput): Promise<() => Promise<void>> {
    return this.#bypasses.begin(input, {
      newId: randomIdentifier,
      now: this.#clock,
      append: (change) => this.auditTrail.append(change),
      notifications: this.#parts.notifications,
    });
  }

  /**
   * Ends the log, and closes the storage and the notifiers if the runtime opened them itself. Waits for notifications
   * under way, but not longer than 5 seconds.
   */
  close(): Promise<void> {
    return this.#parts.close();
  }

  #told(verdict: ExecutionVerdict): ExecutionVerdict {
    tellDecided(this.#observers, verdict);
    return verdict;
  }

  #outcomeRecord(verdict: ExecutionVerdict, outcome: Outcome): RecordDraft {
    return outcomeRecord(verdict, outcome, this.#timestamp(), this.auditTrail.redactor);
  }
}

/** Whether it is on record. */
function isVerdict(seen: ExecutionPreview): seen is ExecutionVerdict {
  return "id" in seen;
}

function unrecordedOutcome({ outcome, error }: Outcome, cause: unknown): AuditError {
  const text = `the tool has run (${outcome}), but its outcome could not be recorded`;
  return new AuditError(text, { cause: error ?? cause, toolInvoked: true });
}
