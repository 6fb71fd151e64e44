import type { ActionEvent } from "../action/event.ts";
import { type MaybePromise, recovering, whenReady } from "../maybe-promise.ts";
import type { Decision } from "../policy/decision.ts";
import type { AuthorizationPorts } from "./authorization-ports.ts";
import { bypassedPreview, NOTHING_ELSE, type Standing } from "./find-standing.ts";
import { findStandingOfToken } from "./find-token-standing.ts";
import { decisionRecord } from "./records.ts";
import { type ExecutionPreview, type ExecutionVerdict, previewOf } from "./verdict.ts";

/** Another process may answer, use or count between reading and committing; then it is read again, this often. */
const ATTEMPTS = 5;

/** Turns a decision into a recorded verdict, with the approval, grant or bypass that lets it through and what it uses of limits. */
export function authorize(
  event: ActionEvent,
  decision: Decision,
  ports: AuthorizationPorts,
): MaybePromise<ExecutionVerdict> {
  if (isSettled(event, decision, ports))
    return record(bypassedPreview(event, decision, ports), ports, NOTHING_ELSE);
  return recovering(
    () =>
      attempt<ExecutionVerdict>(
        ATTEMPTS,
        () => findStandingOfToken(event, decision, ports),
        (found, again) => {
          const standing = ports.asks || !asksAnew(found) ? found : unasked(found);
          return record(standing.seen, ports, standing, again);
        },
      ),
    (cause) => {
      if (cause instanceof StateFailure)
        return record(failedPreview(event, decision, ports), ports, NOTHING_ELSE);
      throw cause;
    },
  );
}

/** What `authorize` would answer now, without recording or using up anything. */
export function preview(
  event: ActionEvent,
  decision: Decision,
  ports: AuthorizationPorts,
): MaybePromise<ExecutionPreview> {
  if (isSettled(event, decision, ports)) return bypassedPreview(event, decision, ports);
  return recovering<ExecutionPreview>(
    () => whenReady(findStandingOfToken(event, decision, ports), (found) => found.seen),
    () => failedPreview(event, decision, ports),
  );
}

/** As `preview`, but makes and records the request for approval that a call waits for, if there is none yet. */
export function ask(
  event: ActionEvent,
  decision: Decision,
  ports: AuthorizationPorts,
): MaybePromise<ExecutionPreview> {
  if (isSettled(event, decision, ports)) return bypassedPreview(event, decision, ports);
  return recovering<ExecutionPreview>(
    () =>
      attempt<ExecutionPreview>(
        ATTEMPTS,
        () => findStandingOfToken(event, decision, ports),
        (found, again) => (asksAnew(found) ? record(found.seen, ports, found, again) : found.seen),
      ),
    (cause) => {
      if (cause instanceof StateFailure) return failedPreview(event, decision, ports);
      throw cause;
    },
  );
}

/** Whether a call would make a request: only then is there anything to record before the call is made. */
function asksAnew({ transitions }: Standing): boolean {
  return transitions.some(({ type }) => type === "request");
}

/** The same where nobody is to be asked: the call waits for no request. */
function unasked({ seen }: Standing): Standing {
  const { approvalId: _none, ...rest } = seen;
  return { seen: rest, ...NOTHING_ELSE };
}

/** Whether a decision stands by itself, whatever was approved, granted or used. */
function isSettled(event: ActionEvent, decision: Decision, ports: AuthorizationPorts): boolean {
  if (decision.effect !== "allow" && ports.bypassOf(event.actor) !== undefined) return true;
  // It may have been revoked, and what lets a call through uses its proof up.
  if (ports.token !== undefined && decision.effect !== "deny") return false;
  return (
    decision.limits === undefined &&
    (decision.effect !== "require_approval" || ports.mode === "observe")
  );
}

/** What was approved or used could not be read, or keeps changing: nothing is known to be allowed. */
class StateFailure extends Error {}

function attempt<Answer>(
  attempts: number,
  look: () => MaybePromise<Standing>,
  answer: (found: Standing, again: () => MaybePromise<Answer>) => MaybePromise<Answer>,
): MaybePromise<Answer> {
  if (attempts === 0) throw new StateFailure("what is approved or used keeps changing");
  const found = recovering<Standing>(look, (cause) => {
    throw new StateFailure("state", { cause });
  });
  return whenReady(found, (one) => answer(one, () => attempt(attempts - 1, look, answer)));
}

/** Commits the decision with what goes with it; `retry` if that came too late. */
function record<Answer = ExecutionVerdict>(
  found: ExecutionPreview,
  ports: AuthorizationPorts,
  { transitions, records: before }: Pick<Standing, "transitions" | "records">,
  retry?: () => MaybePromise<Answer>,
): MaybePromise<ExecutionVerdict | Answer> {
  const { tokenFacts: token } = ports;
  const seen = token === undefined ? found : { ...found, token };
  const id = ports.randomIdentifier();
  const timestamp = ports.timestamp();
  const records = [...before, decisionRecord(seen, id, timestamp, ports.redactor)];
  const appended = ports.append(transitions.length === 0 ? { records } : { transitions, records });
  return whenReady(appended, (entries) => {
    if (entries === undefined && retry !== undefined) return retry();
    for (const one of transitions)
      if (one.type === "consume") ports.used.add(one.id);
      else if (one.type === "request") ports.queued(one.request);
    return Object.freeze({ ...seen, id, timestamp });
  });
}

function failedPreview(
  event: ActionEvent,
  decision: Decision,
  { mode }: AuthorizationPorts,
): ExecutionPreview {
  return previewOf(event, { ...decision, effect: "deny" }, mode, {
    reason: "approval_error",
    authorized: false,
  });
}
