/** A value, or a promise of it where somebody has to wait for it. */
export type MaybePromise<Value> = Value | Promise<Value>;

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

/** As {@link whenReady} over a list, one after the other. */
export function eachWhenReady<Item, Result>(
  items: readonly Item[],
  make: (item: Item) => MaybePromise<Result>,
): MaybePromise<readonly Result[]> {
  const made: Result[] = [];
  for (const [index, item] of items.entries()) {
    const result = make(item);
    if (result instanceof Promise)
      return result.then(async (first) => {
        made.push(first);
        for (const later of items.slice(index + 1)) made.push(await make(later));
        return made;
      });
    made.push(result);
  }
  return made;
}
