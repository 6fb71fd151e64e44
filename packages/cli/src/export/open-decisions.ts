import type { AuditRecord, DecisionRecord } from "@capfence/core";

/** Of so many running tools it is remembered who called them. */
const MOST = 10_000;

/** The decisions of an export whose outcome may still come, as long as there are not too many. */
export class OpenDecisions {
  readonly #open = new Map<string, DecisionRecord>();

  /** Takes note of a record; gives the decision that it is the outcome of. */
  pass(record: AuditRecord): DecisionRecord | undefined {
    if (record.kind === "decision" && record.authorized) this.#remember(record);
    if (record.kind !== "outcome") return undefined;
    const decision = this.#open.get(record.decision);
    this.#open.delete(record.decision);
    return decision;
  }

  #remember(decision: DecisionRecord): void {
    this.#open.set(decision.id, decision);
    const [oldest] = this.#open.keys();
    if (this.#open.size > MOST && oldest !== undefined) this.#open.delete(oldest);
  }
}
