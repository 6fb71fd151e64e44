import { randomIdentifier } from "#platform";
import { ActionEvent } from "../action/event.ts";
import { requestEvent } from "../approvals/notifier.ts";
import type { Change, CommitResult } from "../audit/change.ts";
import { ConfigurationError } from "../errors.ts";
import { type MaybePromise, whenReady } from "../maybe-promise.ts";
import type { DecisionPoint } from "../policy/capability-system.ts";
import type { Decision, Reason } from "../policy/decision.ts";
import { DEFAULT_APPROVAL_TIMEOUT, type PolicyMode } from "../policy/document/document.ts";
import { askPolicy, askPolicyWhenReady, couldAllow } from "./ask-policy.ts";
import type { AuthorizationPorts } from "./authorization-ports.ts";
import { ask, authorize, preview } from "./authorize.ts";
import type { Bypasses } from "./bypass.ts";
import { PendingQueues } from "./pending-queues.ts";
import { refusal } from "./refusal.ts";
import type { RuntimeParts } from "./runtime-parts.ts";
import type { ExecutionPreview, ExecutionVerdict } from "./verdict.ts";

/** What an authorizer has of its runtime. */
export interface AuthorizerOptions {
  readonly policy: DecisionPoint;
  readonly parts: Pick<RuntimeParts, "storage" | "trail" | "notifications">;
  readonly bypasses: Bypasses;
  /** Asked for each event: a policy that is reloaded may come with another. */
  readonly mode: () => PolicyMode;
  /** Never goes back; milliseconds since the Unix epoch. */
  readonly clock: () => number;
  /** The time for a record, RFC 3339. */
  readonly timestamp: () => string;
}

/** Has events of one runtime judged by its policy, and settles what was decided; its verdicts are on record. */
export class Authorizer {
  readonly #options: AuthorizerOptions;
  readonly #used = new Set<string>();
  readonly #queues = new PendingQueues();

  constructor(options: AuthorizerOptions) {
    this.#options = options;
  }

  /** Rejects with `AuditError` where the decision cannot be recorded. Without `asks`, no request for approval is made. */
  execute(event: ActionEvent, asks: boolean): MaybePromise<ExecutionVerdict> {
    const judged = ActionEvent.from(event);
    return whenReady(this.#decide(judged), (decision) =>
      authorize(judged, decision, this.#recording(asks)),
    );
  }

  /** As `execute`, at once; what is asynchronous is a `ConfigurationError`. */
  executeSync(event: ActionEvent): ExecutionVerdict {
    const { policy, parts } = this.#options;
    // Before anything is asked of it: an answer that comes later would have nobody to go to.
    if (!parts.storage.synchronous) throw needsExecute("storage");
    const judged = ActionEvent.from(event);
    const ports = this.#ports((change) => parts.trail.appendSync(change));
    const decision = askPolicy(policy, judged);
    if (decision instanceof Promise) throw needsExecute("decision point");
    return atOnce(authorize(judged, decision, ports));
  }

  /** What `execute` would answer now; records nothing and uses up nothing. */
  preview(event: ActionEvent): MaybePromise<ExecutionPreview> {
    const judged = ActionEvent.from(event);
    return whenReady(this.#decide(judged), (decision) =>
      preview(
        judged,
        decision,
        this.#ports(() => undefined),
      ),
    );
  }

  /** As `preview`, but makes the request that a call waits for; what is recorded then is a verdict. */
  ask(event: ActionEvent): MaybePromise<ExecutionPreview> {
    const judged = ActionEvent.from(event);
    return whenReady(this.#decide(judged), (decision) => ask(judged, decision, this.#recording()));
  }

  /** Records a refusal that no policy gives. */
  refuse(event: ActionEvent, reason: Reason): MaybePromise<ExecutionVerdict> {
    // Nobody knows what an unmapped or unreviewed tool does, and the others are not for the agent to try again: no emergency opens them.
    return authorize(event, refusal(reason), { ...this.#recording(), bypassOf: () => undefined });
  }

  /** Whether a call like an event might run with some payload, at once or once it is approved. */
  couldRun(event: ActionEvent): boolean {
    const { policy, mode } = this.#options;
    const judged = ActionEvent.from(event);
    if (mode() === "observe" || this.#bypassOf(judged.actor) !== undefined) return true;
    return couldAllow(policy, judged);
  }

  #decide(judged: ActionEvent): MaybePromise<Decision> {
    return askPolicyWhenReady(this.#options.policy, judged);
  }

  #recording(asks = true): AuthorizationPorts {
    const { trail } = this.#options.parts;
    return this.#ports((change) => trail.append(change), asks);
  }

  #ports(append: (change: Change) => MaybePromise<CommitResult>, asks = true): AuthorizationPorts {
    const { policy, parts, mode, clock, timestamp } = this.#options;
    return {
      mode: mode(),
      policy,
      state: parts.storage,
      approvalTimeoutSeconds: policy.approvalTimeoutSeconds ?? DEFAULT_APPROVAL_TIMEOUT,
      clock,
      timestamp,
      used: this.#used,
      queues: this.#queues,
      asks,
      bypassOf: (actor) => this.#bypassOf(actor),
      redactor: parts.trail.redactor,
      randomIdentifier,
      append,
      queued: (request) =>
        parts.notifications.tell(requestEvent("requested", request, request.createdAt)),
    };
  }

  #bypassOf(actor: string): string | undefined {
    const { bypasses, clock } = this.#options;
    return bypasses.find(actor, clock())?.id;
  }
}

function atOnce<Value>(value: MaybePromise<Value>): Value {
  if (value instanceof Promise) throw needsExecute("storage");
  return value;
}

function needsExecute(what: string): ConfigurationError {
  return new ConfigurationError(`the ${what} is asynchronous; use execute instead of executeSync`);
}
