import type { AuditFinding } from "./finding.ts";

const LISTED_FINDINGS = 100;

/** Collects findings, of which only the first are kept. */
export class Findings {
  readonly #listed: AuditFinding[] = [];
  readonly #writers = new Set<string>();
  #count = 0;

  add(finding: AuditFinding): void {
    if (finding.writer !== undefined) this.#writers.add(finding.writer);
    this.#count += 1;
    if (this.#listed.length < LISTED_FINDINGS) this.#listed.push(finding);
  }

  /** Whether something was found in the log of a writer. */
  concern(writer: string): boolean {
    return this.#writers.has(writer);
  }

  get listed(): readonly AuditFinding[] {
    return this.#listed;
  }

  get count(): number {
    return this.#count;
  }
}
