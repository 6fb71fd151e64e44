import type { MaybePromise } from "../maybe-promise.ts";
import type { Outcome } from "./records.ts";
import type { ExecutionVerdict } from "./verdict.ts";

/**
 * Watches what a runtime decides and what becomes of it (a port), for telemetry. It is told, never asked: the
 * verdicts it sees are frozen copies, and one that throws or rejects changes nothing. What it returns is not awaited.
 */
export interface DecisionObserver {
  /** The record of a decision is durable; the caller has the verdict once every observer has returned. */
  decided?(verdict: ExecutionVerdict): MaybePromise<void>;
  /** The record of what became of an authorised tool is durable. Not called for a tool whose host records no outcome. */
  finished?(verdict: ExecutionVerdict, outcome: Outcome): MaybePromise<void>;
}

/** Tells each observer of a decision, in order; never throws. */
export function tellDecided(
  observers: readonly DecisionObserver[],
  verdict: ExecutionVerdict,
): void {
  tell(observers, () => {
    const seen = frozen(verdict);
    return (observer) => observer.decided?.(seen);
  });
}

/** Tells each observer of an outcome, in order; never throws. */
export function tellFinished(
  observers: readonly DecisionObserver[],
  verdict: ExecutionVerdict,
  outcome: Outcome,
): void {
  tell(observers, () => {
    const seen = frozen(verdict);
    const ended = Object.freeze({ ...outcome });
    return (observer) => observer.finished?.(seen, ended);
  });
}

function tell(
  observers: readonly DecisionObserver[],
  prepare: () => (observer: DecisionObserver) => unknown,
): void {
  if (observers.length === 0) return;
  contained(() => {
    const telling = prepare();
    for (const observer of observers) contained(() => telling(observer));
  });
}

/** Runs what must not fail its caller, now or later: a rejection that nobody takes ends a process. */
function contained(body: () => unknown): void {
  try {
    const answer = body();
    if (answer !== undefined) Promise.resolve(answer).catch(() => undefined);
  } catch {
    // What it has to say is its own affair.
  }
}

/** A copy of which no part can be changed; the event is frozen since it was made. */
function frozen(verdict: ExecutionVerdict): ExecutionVerdict {
  const { rule, uncertain, resolved } = verdict;
  return Object.freeze({
    ...verdict,
    uncertain: Object.freeze([...uncertain]),
    rule: rule === undefined ? undefined : frozenRule(rule),
    ...(resolved === undefined ? {} : { resolved: Object.freeze({ ...resolved }) }),
  });
}

function frozenRule(rule: NonNullable<ExecutionVerdict["rule"]>): ExecutionVerdict["rule"] {
  const { references } = rule;
  const copied = references === undefined ? {} : { references: Object.freeze([...references]) };
  return Object.freeze({ ...rule, ...copied });
}
