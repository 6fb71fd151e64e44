import { keyOf, type Message, type RequestId } from "./messages.ts";

/** A message with what its transport says of it. */
export interface Delivery {
  readonly message: Message;
  readonly extra: unknown;
}

/** A call on its way to its tool, until it is answered. */
export class OpenCall {
  readonly #stop = new AbortController();
  readonly #answer = Promise.withResolvers<Delivery>();
  readonly #passed = Promise.withResolvers<void>();
  /** Makes its id free again. */
  readonly close: () => void;

  constructor(close: () => void) {
    this.close = close;
    // Nobody may be waiting yet when it ends.
    this.#answer.promise.catch(() => undefined);
    this.#passed.promise.catch(() => undefined);
  }

  /** Aborted when nobody waits for the answer any more. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** What the call was answered. Rejects if it never will be. */
  get answered(): Promise<Delivery> {
    return this.#answer.promise;
  }

  /** Takes the answer; settles when it was passed on. */
  answer(delivery: Delivery): Promise<void> {
    this.#answer.resolve(delivery);
    return this.#passed.promise;
  }

  /** Tells whoever brought the answer what became of it. */
  passedOn(passing: Promise<void>): void {
    this.#passed.resolve(passing);
  }

  /** Ends it without an answer. */
  end(reason: Error): void {
    this.#stop.abort(reason);
    this.#answer.reject(reason);
  }
}

/** The calls that cross a transport one way and are not answered yet. */
export class OpenCalls {
  readonly #calls = new Map<string, OpenCall>();
  /** The ids of other requests that are not answered yet. */
  readonly #others = new Set<string>();

  /** Throws if a request with this id is open: the answer to one would count for the other. */
  open(id: RequestId): OpenCall {
    const key = this.#unused(id);
    const call = new OpenCall(() => this.#calls.delete(key));
    this.#calls.set(key, call);
    return call;
  }

  /** Notes a request that is no call. Throws if a call with its id is open. */
  openOther(id: RequestId): void {
    if (this.#calls.has(keyOf(id))) this.#unused(id);
    this.#others.add(keyOf(id));
  }

  /** Makes the id of a request that is no call free again. */
  closeOther(id: RequestId): void {
    this.#others.delete(keyOf(id));
  }

  get(id: RequestId): OpenCall | undefined {
    return this.#calls.get(keyOf(id));
  }

  endAll(reason: Error): void {
    for (const call of this.#calls.values()) call.end(reason);
    this.#others.clear();
  }

  #unused(id: RequestId): string {
    const key = keyOf(id);
    if (this.#calls.has(key) || this.#others.has(key))
      throw new Error(`a request with the id ${JSON.stringify(id)} is open already`);
    return key;
  }
}
