import type { ApprovalRecord, DecisionRecord } from "@capfence/core";
import { printableValue } from "../printable.ts";
import type { LogItem, Subject } from "./select-entries.ts";

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
 * approval is one; a request that a decision makes or uses up is part of the decision's row.
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
  add({ entry, record, subject }: LogItem): void {
    if (record?.kind === "outcome") {
      const row = this.#running.get(record.decision);
      this.#running.delete(record.decision);
      const { outcome, error } = record;
      if (row !== undefined)
        row.outcome = [outcome, error]
          .filter((one) => one !== undefined)
          .map(printableValue)
          .join(": ");
    } else if (record?.kind === "decision") {
      this.#showSteps(record.approval);
      const row = decisionRow(record);
      if (record.authorized) this.#running.set(record.id, row);
      this.#show(row, record.id);
    } else if (record === undefined) {
      this.#showSteps();
      this.#show(damagedRow(entry.seq));
    } else if (record.state === "requested" || record.state === "consumed") {
      this.#steps.push({ approval: record.approval, row: approvalRow(record, subject) });
    } else {
      this.#showSteps();
      this.#show(approvalRow(record, subject));
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

function decisionRow(record: DecisionRecord): LogRow {
  const { time, actor, capability, effect, reason, authorized, mode, warn } = record;
  const marks = [...(warn === true ? ["warn"] : []), ...(mode === "observe" ? ["observed"] : [])];
  const decision = marks.length === 0 ? effect : `${printableValue(effect)} (${marks.join(", ")})`;
  const outcome = authorized ? "none recorded" : "not run";
  return { time, agent: actor, capability, decision, reason, outcome };
}

function approvalRow(record: ApprovalRecord, subject: Subject | undefined): LogRow {
  const { time, state, by, note, approval } = record;
  const said = note === undefined ? "" : `: ${printableValue(note)}`;
  return {
    time,
    agent: subject?.actor ?? "",
    capability: subject?.capability ?? "",
    decision: state,
    reason: by === undefined ? approval : `by ${printableValue(by)}${said}`,
    outcome: "",
  };
}

function damagedRow(seq: number): LogRow {
  const reason = `entry ${seq} is not a record`;
  return { time: "", agent: "", capability: "", decision: "damaged", reason, outcome: "" };
}
