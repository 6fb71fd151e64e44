import { ActionEvent, ActionRuntime, type AuditEntry, CapabilitySystem } from "@capfence/core";
import { generateSignerKey, readSignerKey, type SignerKey } from "@capfence/core/tlog";
import { DisagreementError } from "../benchmark.ts";
import { policyOf } from "../decide/engines/capfence.ts";
import type { Workload } from "../decide/rule.ts";
import type { OpenedEngine } from "./engine.ts";
import type { WaitingContender } from "./in-turns.ts";

/** How many callers ask, and how many decisions they are given in one run. */
export interface Callers {
  readonly callers: number;
  readonly decisions: number;
}

/** CapFence on a database, and the same rows put into it by hand. */
export class AuditedRuns {
  readonly signer: SignerKey = readSignerKey(generateSignerKey("bench.local/audit"));
  readonly #runtime: ActionRuntime;
  readonly #engine: OpenedEngine;
  readonly #events: readonly ActionEvent[];
  #asked = 0;
  #writer: string | undefined;
  #seen = 0;

  constructor(engine: OpenedEngine, { rules, requests }: Workload) {
    this.#engine = engine;
    this.#events = requests.map((request) => ActionEvent.create(request));
    this.#runtime = new ActionRuntime({
      capabilitySystem: new CapabilitySystem().loadPolicyText(JSON.stringify(policyOf(rules))),
      storage: engine.storage,
      audit: { signer: this.signer },
    });
  }

  /** Decides every event once, so that every approval that is asked for is waited for already. */
  async warmUp(): Promise<void> {
    await this.#decide({ callers: 256, decisions: this.#events.length });
    await this.#newRange();
  }

  /** Durable decisions for so many callers, and beside them the rows of a run before in equal batches, without CapFence. */
  async pair(work: Callers): Promise<readonly [audited: WaitingContender, raw: WaitingContender]> {
    // That of the run before: whoever is first in a round has rows to insert.
    const runs: Range[] = [];
    const audited = {
      run: () => this.#decide(work),
      after: async () => void runs.push(await this.#newRange()),
    };
    await audited.run();
    await audited.after();
    let rows: readonly AuditEntry[] = [];
    const raw = {
      // Not kept any longer: what a run leaves behind is collected in the time of the next.
      before: async () => {
        rows = await this.#rowsOf(runs.shift() ?? { from: 1, size: 0 });
      },
      run: () => this.#insert(rows, work.callers),
      after: () => {
        rows = [];
        return Promise.resolve();
      },
    };
    return [audited, raw];
  }

  /** Ends the log. */
  async close(): Promise<void> {
    await this.#runtime.close();
  }

  async #decide({ callers, decisions }: Callers): Promise<number> {
    let left = decisions;
    const ask = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        const event = this.#events[this.#asked % this.#events.length] as ActionEvent;
        this.#asked += 1;
        await this.#runtime.execute(event);
      }
    };
    await Promise.all(Array.from({ length: callers }, ask));
    return decisions;
  }

  async #insert(rows: readonly AuditEntry[], size: number): Promise<number> {
    for (let start = 0; start < rows.length; start += size)
      await this.#engine.insert(rows.slice(start, start + size));
    return rows.length;
  }

  /** The place of the rows that were stored since this was asked before. */
  async #newRange(): Promise<Range> {
    const { storage } = this.#engine;
    this.#writer ??= (await storage.openings())[0]?.writer ?? "";
    const from = this.#seen + 1;
    this.#seen = (await storage.head(this.#writer))?.seq ?? 0;
    if (this.#seen < from) throw new DisagreementError("decisions were given that are not stored");
    return { from, size: this.#seen + 1 - from };
  }

  async #rowsOf({ from, size }: Range): Promise<readonly AuditEntry[]> {
    const rows: AuditEntry[] = [];
    for await (const entry of this.#engine.storage.entries(this.#writer, from)) {
      if (rows.length === size) break;
      rows.push(entry);
    }
    return rows;
  }
}

/** Rows one after the other in the log. */
interface Range {
  readonly from: number;
  readonly size: number;
}
