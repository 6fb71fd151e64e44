import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";

const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

/** A temporary folder with a folder `log` for a log; it goes with the test. */
export class AnchorScratch {
  readonly folder: string = mkdtempSync(join(tmpdir(), "capfence-anchors-"));
  /** What the log's storage calls its place. */
  readonly location: string = `sqlite:${join(this.folder, "log/audit.db")}`;

  constructor() {
    made.push(this.folder);
    chmodSync(this.folder, 0o700);
    mkdirSync(join(this.folder, "log"));
  }

  /** A path in it. */
  at(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }
}
