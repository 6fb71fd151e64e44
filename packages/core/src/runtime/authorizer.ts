import { randomIdentifier } from "#platform";
import { ActionEvent } from "../action/event.ts";
import { requestEvent } from "../approvals/notifier.ts";
import type { Change, CommitResult } from "../audit/change.ts";
import { ConfigurationError } from "../errors.ts";
import { type MaybePromise, whenReady } from "../maybe-promise.ts";
import type { DecisionPoint } from "../policy/capability-system.ts";
import type { Decision, Reason } from "../policy/decision.ts";
import { DEFAULT_APPROVAL_TIMEOUT, type PolicyMode } from "../policy/document/document.ts";
import { askPolicy, couldAllow, untilReady } from "./ask-policy.ts";
import type { AuthorizationPorts } from "./authorization-ports.ts";
import { ask, authorize, preview } from "./authorize.ts";
import {
  type CheckedToken,
  checkListing,
  checkToken,
  deniedFor,
  withIssuer,
} from "./check-token.ts";
import type { PresentedToken } from "../tokens/admit-call.ts";
import type { Bypasses } from "./bypass.ts";
import { ListedTokens } from "./listed-tokens.ts";
import { PendingQueues } from "./pending-queues.ts";
import { refusal } from "./refusal.ts";
import type { RuntimeParts } from "./runtime-parts.ts";
import type { ExecutionPreview, ExecutionVerdict } from "./verdict.ts";

/** What may come with an event. */
export interface TokenOptions {
  /** The capability token that came with the call; by default none. */
  readonly token?: PresentedToken | undefined;
}

/** How an event is looked at. */
export interface PreviewOptions extends TokenOptions {
  /** Whether the call is only listed: one that needs a token may come with it later. */
  readonly listed?: boolean | undefined;
}

/** How an event is executed. */
export interface ExecuteOptions extends TokenOptions {
  /** Whether a call that has no request for approval gets one; by default so. */
  readonly asks?: boolean;
}

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
  readonly #listed = new ListedTokens();

  constructor(options: AuthorizerOptions) {
    this.#options = options;
  }

  /** Rejects with `AuditError` where the decision cannot be recorded. Without `asks`, no request for approval is made. */
  execute(
    event: ActionEvent,
    { asks = true, token }: ExecuteOptions = {},
  ): MaybePromise<ExecutionVerdict> {
    return whenReady(this.#decide(event, token), ({ decision, ...checked }) =>
      authorize(checked.event, decision, this.#recording(checked, asks)),
    );
  }

  /** As `execute`, at once; what is asynchronous is a `ConfigurationError`. */
  executeSync(event: ActionEvent, { token }: TokenOptions = {}): ExecutionVerdict {
    const { policy, parts } = this.#options;
    // Before anything is asked of it: an answer that comes later would have nobody to go to.
    if (!parts.storage.synchronous) throw needsExecute("storage");
    const checked = this.#check(ActionEvent.from(event), token);
    const ports = this.#ports((change) => parts.trail.appendSync(change), checked);
    const decision = askPolicy(policy, checked.event);
    if (decision instanceof Promise) throw needsExecute("decision point");
    return atOnce(authorize(checked.event, denied(decision, checked), ports));
  }

  /** What `execute` would answer now; records nothing and uses up nothing. */
  preview(
    event: ActionEvent,
    { token, listed }: PreviewOptions = {},
  ): MaybePromise<ExecutionPreview> {
    return whenReady(this.#decide(event, token, listed), ({ decision, ...checked }) =>
      preview(
        checked.event,
        decision,
        this.#ports(() => undefined, checked),
      ),
    );
  }

  /** As `preview`, but makes the request that a call waits for; what is recorded then is a verdict. */
  ask(event: ActionEvent, { token }: TokenOptions = {}): MaybePromise<ExecutionPreview> {
    return whenReady(this.#decide(event, token), ({ decision, ...checked }) =>
      ask(checked.event, decision, this.#recording(checked)),
    );
  }

  /** Records a refusal that no policy gives. */
  refuse(event: ActionEvent, reason: Reason): MaybePromise<ExecutionVerdict> {
    // Nobody knows what an unmapped or unreviewed tool does, and the others are not for the agent to try again: no emergency opens them.
    // No token was checked, and so none is spoken of.
    const plain = withIssuer(ActionEvent.from(event), undefined);
    const ports = this.#recording({ event: plain });
    return authorize(plain, refusal(reason), { ...ports, bypassOf: () => undefined });
  }

  /** Whether a call like an event might run with some payload, at once or once it is approved. */
  couldRun(event: ActionEvent, { token }: TokenOptions = {}): boolean {
    const { policy, mode, clock } = this.#options;
    const judged = ActionEvent.from(event);
    if (mode() === "observe" || this.#bypassOf(judged.actor) !== undefined) return true;
    const checked = checkListing(judged, token, policy, (shown, tokens) =>
      this.#listed.verified(shown, tokens, clock()),
    );
    return checked !== undefined && couldAllow(policy, checked);
  }

  #check(judged: ActionEvent, token: PresentedToken | undefined): CheckedToken {
    const { policy, clock } = this.#options;
    return checkToken(judged, token, policy, clock());
  }

  #decide(
    event: ActionEvent,
    token: PresentedToken | undefined,
    listed = false,
  ): MaybePromise<CheckedToken & { readonly decision: Decision }> {
    const { policy } = this.#options;
    const judged = ActionEvent.from(event);
    const first = this.#check(judged, token);
    const loading = untilReady(policy);
    return whenReady(loading, () => {
      // What its conditions need may have been loaded meanwhile, and another policy been put in place: whose tokens
      // count is for the very policy to say that decides.
      const checked = loading === undefined ? first : this.#check(judged, token);
      return whenReady(askPolicy(policy, checked.event), (decision) => ({
        ...checked,
        decision:
          listed && checked.denial === "token_required" ? decision : denied(decision, checked),
      }));
    });
  }

  #recording(checked: CheckedToken, asks = true): AuthorizationPorts {
    const { trail } = this.#options.parts;
    return this.#ports((change) => trail.append(change), checked, asks);
  }

  #ports(
    append: (change: Change) => MaybePromise<CommitResult>,
    { admission, facts }: CheckedToken,
    asks = true,
  ): AuthorizationPorts {
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
      ...(admission && { token: admission }),
      ...(facts && { tokenFacts: facts }),
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

function denied(decision: Decision, { denial }: CheckedToken): Decision {
  return denial === undefined ? decision : deniedFor(decision, denial);
}

function atOnce<Value>(value: MaybePromise<Value>): Value {
  if (value instanceof Promise) throw needsExecute("storage");
  return value;
}

function needsExecute(what: string): ConfigurationError {
  return new ConfigurationError(`the ${what} is asynchronous; use execute instead of executeSync`);
}
