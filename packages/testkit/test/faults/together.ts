import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** Processes that say when they are ready, and then wait for a line. */
export class Together {
  readonly #children: readonly ChildProcess[];
  readonly #ends: readonly Promise<unknown>[];

  constructor(children: readonly ChildProcess[]) {
    this.#children = children;
    this.#ends = children.map(async (child) => {
      const [code, signal] = (await once(child, "close")) as unknown[];
      return code ?? signal;
    });
  }

  /** Lets them go on, all at once, as soon as every one of them is ready. */
  async go(): Promise<void> {
    const ready = this.#children.map((child, index) =>
      Promise.race([once(child.stdout ?? child, "data"), this.#ends[index]]),
    );
    await Promise.all(ready);
    for (const child of this.#children) child.stdin?.end("go\n");
  }

  /** How each of them ended: its exit code, or the signal that killed it. */
  ended(): Promise<readonly unknown[]> {
    return Promise.all(this.#ends);
  }
}
