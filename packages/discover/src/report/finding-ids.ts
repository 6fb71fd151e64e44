import { createHash } from "node:crypto";

/** Ids that are the same in every run for the same findings; the second of two alike is told from the first. */
export class FindingIds {
  readonly #used = new Map<string, number>();

  /** The id of what is found by a rule, at a client's server, in a tool, at a pointer. */
  next(of: readonly (string | null)[]): string {
    const text = JSON.stringify(of);
    const before = this.#used.get(text) ?? 0;
    this.#used.set(text, before + 1);
    const hash = createHash("sha256").update(before === 0 ? text : `${text}${before}`);
    return hash.digest("hex").slice(0, 32);
  }
}
