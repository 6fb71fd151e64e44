import { authorityRow, isStep } from "./authority-row.ts";
import { damagedRow, decisionRow, type LogRow, outcomeWords } from "./log-row.ts";
import type { LogItem } from "./select-entries.ts";

/** Of so many running tools it is remembered whose they are. */
const RUNNING = 10_000;

/** The rows of a log that is still written: what becomes of a tool is a row of its own. */
export class FollowedRows {
  readonly #running = new Map<string, LogRow>();

  /** Takes the next item, and gives the row for it, if it has one. */
  add({ entry, record }: LogItem): LogRow | undefined {
    if (record === undefined) return damagedRow(entry);
    switch (record.kind) {
      case "decision": {
        const row = decisionRow(record);
        if (!record.authorized) return row;
        this.#remember(record.id, row);
        return { ...row, outcome: "" };
      }
      case "outcome": {
        const decision = this.#running.get(record.decision);
        this.#running.delete(record.decision);
        const { agent = "", capability = "" } = decision ?? {};
        const outcome = outcomeWords(record);
        return { time: record.time, agent, capability, decision: "", reason: "", outcome };
      }
      case "approval":
        // The decision that asks or uses it up is a row already.
        return isStep(record) ? undefined : authorityRow(record);
      default:
        return authorityRow(record);
    }
  }

  #remember(decision: string, row: LogRow): void {
    this.#running.set(decision, row);
    const [oldest] = this.#running.keys();
    if (this.#running.size > RUNNING && oldest !== undefined) this.#running.delete(oldest);
  }
}
