import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { SqliteStorage } from "@capfence/core/sqlite";
import type { AuditedEngine } from "./engine.ts";

/** SQLite in files, through `node:sqlite`; the other file is made by CapFence too, so that its tables are the same. */
export const SQLITE: AuditedEngine = {
  name: "SQLite",
  callers: [1, 16, 256],
  open: (folder) => {
    const path = join(folder, "raw.db");
    SqliteStorage.open(path).close();
    const raw = new DatabaseSync(path);
    // Unlike the journal mode, this is not kept in the file.
    raw.exec("PRAGMA synchronous = FULL");
    const begin = raw.prepare("BEGIN IMMEDIATE");
    const insert = raw.prepare("INSERT INTO log (writer, seq, text) VALUES (?, ?, ?)");
    const commit = raw.prepare("COMMIT");
    const storage = SqliteStorage.open(join(folder, "audited.db"));
    return {
      storage,
      insert: (rows) => {
        begin.run();
        for (const { writer, seq, text } of rows) insert.run(writer, seq, text);
        commit.run();
      },
      close: () => {
        storage.close();
        raw.close();
      },
    };
  },
};
