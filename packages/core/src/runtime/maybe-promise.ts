import type { MaybePromise } from "../approvals/store.ts";

/** `next` of the value, now if it is here, else once it is: one flow for engines that wait and engines that do not. */
export function whenReady<Value, Result>(
  value: MaybePromise<Value>,
  next: (value: Value) => MaybePromise<Result>,
): MaybePromise<Result> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** The result of `attempt`, or of `recover` where it throws or rejects. */
export function recovering<Result>(
  attempt: () => MaybePromise<Result>,
  recover: (cause: unknown) => MaybePromise<Result>,
): MaybePromise<Result> {
  try {
    const result = attempt();
    return result instanceof Promise ? result.catch(recover) : result;
  } catch (cause) {
    return recover(cause);
  }
}
