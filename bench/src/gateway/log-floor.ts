import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { SqliteStorage } from "@capfence/core/sqlite";
import { DatabaseSync } from "node:sqlite";
import type { Caller } from "./caller.ts";

/** About what the records of a call have: of the decision, and of the outcome. */
const CHARACTERS = [1400, 300];

/** What the log alone takes for a call: two rows in the same database, in one commit, without CapFence. */
export function openLogFloor(folder: string): Caller {
  const path = join(folder, "floor.db");
  SqliteStorage.open(path).close();
  const raw = new DatabaseSync(path);
  // Unlike the journal mode, this is not kept in the file.
  raw.exec("PRAGMA synchronous = FULL");
  const insert = raw.prepare("INSERT INTO log (writer, seq, text) VALUES ('floor', ?, ?)");
  const texts = CHARACTERS.map((count) => randomBytes(count / 2).toString("hex"));
  let last = 0;
  const call = async (): Promise<void> => {
    raw.exec("BEGIN IMMEDIATE");
    for (const text of texts) {
      last += 1;
      insert.run(last, text);
    }
    raw.exec("COMMIT");
    // As it is in any program that does something else meanwhile.
    await new Promise(setImmediate);
  };
  return { call, close: () => Promise.resolve(raw.close()) };
}
