import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MemoryStorage } from "@capfence/core";
import { SqliteStorage } from "@capfence/core/sqlite";
import { afterAll } from "vitest";
import { describeStorageEngine } from "./describe-storage-engine.ts";

const folder = mkdtempSync(join(tmpdir(), "capfence-engines-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;

describeStorageEngine({ name: "MemoryStorage", open: () => new MemoryStorage() });

describeStorageEngine({
  name: "SqliteStorage",
  open() {
    files += 1;
    return SqliteStorage.open(join(folder, `${files}.db`));
  },
  reopen: (engine) => SqliteStorage.open(engine.location.slice("sqlite:".length)),
});
