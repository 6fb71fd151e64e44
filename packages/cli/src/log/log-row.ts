import type { AuditEntry, DecisionRecord, OutcomeRecord } from "@capfence/core";
import { printableValue } from "../printable.ts";
import { authorityRow, isStep } from "./authority-row.ts";
import type { LogItem } from "./select-entries.ts";

/** One line of the table that `capfence logs` prints, still as recorded. */
export interface LogRow {
  readonly time: unknown;
  readonly agent: unknown;
  readonly capability: unknown;
  readonly decision: unknown;
  readonly reason: unknown;
  /** What became of the tool; it is recorded after the decision. */
  outcome: string;
}

/**
 * The newest rows of a log. A decision with the outcome of its tool is one row, and an answer to a request for
 * approval is one; a request that a decision makes or uses up is part of the decision's row. What a log says of
 * itself has none.
 */
export class LogRows {
  readonly #limit: number;
  readonly #shown: { readonly row: LogRow; readonly decision: string | undefined }[] = [];
  readonly #running = new Map<string, LogRow>();
  #steps: { readonly approval: string; readonly row: LogRow }[] = [];
  #omitted = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes the next item of the log. */
  add({ entry, record }: LogItem): void {
    if (record === undefined) {
      this.#showSteps();
      this.#show(damagedRow(entry));
    } else if (record.kind === "outcome") {
      const row = this.#running.get(record.decision);
      this.#running.delete(record.decision);
      if (row !== undefined) row.outcome = outcomeWords(record);
    } else if (record.kind === "decision") {
      this.#showSteps(record.approval);
      const row = decisionRow(record);
      if (record.authorized) this.#running.set(record.id, row);
      this.#show(row, record.id);
    } else {
      const row = authorityRow(record);
      if (row === undefined) return;
      if (record.kind === "approval" && isStep(record))
        this.#steps.push({ approval: record.approval, row });
      else {
        this.#showSteps();
        this.#show(row);
      }
    }
  }

  /** The rows, and how many older ones were left out. */
  finish(): { readonly rows: readonly LogRow[]; readonly omitted: number } {
    this.#showSteps();
    return { rows: this.#shown.map(({ row }) => row), omitted: this.#omitted };
  }

  /** Shows the steps that the decision about `approval` does not account for. */
  #showSteps(approval?: string): void {
    for (const step of this.#steps) if (step.approval !== approval) this.#show(step.row);
    this.#steps = [];
  }

  #show(row: LogRow, decision?: string): void {
    this.#shown.push({ row, decision });
    if (this.#shown.length <= this.#limit) return;
    this.#omitted += 1;
    const oldest = this.#shown.shift();
    if (oldest?.decision !== undefined) this.#running.delete(oldest.decision);
  }
}

/** The row of a decision whose tool is not known to have ended. */
export function decisionRow(record: DecisionRecord): LogRow {
  const { time, actor, capability, effect, reason, authorized, mode, warn, bypass } = record;
  const marks = [
    ...(bypass === undefined ? [] : ["BYPASS"]),
    ...(isBreakGlass(record) ? ["BREAK-GLASS"] : []),
    ...(warn === true && effect === "allow" ? ["warn"] : []),
    ...(mode === "observe" ? ["observed"] : []),
  ];
  const decision = marks.length === 0 ? effect : `${printableValue(effect)} (${marks.join(", ")})`;
  const outcome = authorized ? "none recorded" : "not run";
  return { time, agent: actor, capability, decision, reason, outcome };
}

/** Whether a grant of an emergency let a call through: of others, a decision that asks has no warning. */
export function isBreakGlass({ reason, warn }: DecisionRecord): boolean {
  return reason === "approved_grant" && warn === true;
}

/** The row of an entry that is no record. */
export function damagedRow({ writer, seq }: AuditEntry): LogRow {
  const reason = `entry ${seq} of ${writer} is not a record`;
  return { time: "", agent: "", capability: "", decision: "damaged", reason, outcome: "" };
}

/** What became of a tool, in words. */
export function outcomeWords({ outcome, error }: OutcomeRecord): string {
  return [outcome, error]
    .filter((one) => one !== undefined)
    .map(printableValue)
    .join(": ");
}
