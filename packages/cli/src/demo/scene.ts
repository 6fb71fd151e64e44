import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The temporary folder in which the demo's tools have their real effects, and in which its log is kept. */
export class Scene {
  readonly #folder: string = mkdtempSync(join(tmpdir(), "capfence-demo-"));
  /** Where the shell tool runs its commands. */
  readonly workspace: string = join(this.#folder, "workspace");
  /** Where the payment tool writes, a line for each payment. */
  readonly ledger: string = join(this.#folder, "ledger.jsonl");
  /** Where the runtime keeps its state. */
  readonly stateFolder: string = join(this.#folder, "state");

  constructor() {
    const reports = join(this.workspace, "reports");
    mkdirSync(reports, { recursive: true });
    mkdirSync(this.stateFolder, { mode: 0o700 });
    for (const quarter of ["q1", "q2", "q3"])
      writeFileSync(join(reports, `${quarter}.csv`), "revenue\n");
    writeFileSync(join(this.workspace, "notes.txt"), "pay ACME\n");
    writeFileSync(this.ledger, "");
  }

  /** What is in the workspace now. */
  get workspaceNames(): readonly string[] {
    return readdirSync(this.workspace).toSorted();
  }

  /** The files that are in the reports folder now; none where the folder is gone. */
  get reports(): readonly string[] {
    return this.workspaceNames.includes("reports")
      ? readdirSync(join(this.workspace, "reports"))
      : [];
  }

  /** The payments that were made so far. */
  get payments(): readonly string[] {
    return readFileSync(this.ledger, "utf8").split("\n").slice(0, -1);
  }

  /** Removes the folder and everything in it. */
  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
