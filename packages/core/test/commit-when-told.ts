/** Commits an entry to a SQLite file for each line that it is told: `commit-when-told.ts <file>`. Says when it did. */
import { createInterface } from "node:readline";
import { SqliteStorage } from "../src/storage/sqlite.ts";
import { inserting } from "./inserting.ts";

const storage = SqliteStorage.open(process.argv[2] ?? "");
let seq = 0;
process.stdout.write("ready\n");
createInterface(process.stdin)
  .on("line", () => {
    seq += 1;
    storage.commit(inserting({ writer: "0123456789abcdef", seq, text: "{}" }));
    process.stdout.write(`${Date.now()}\n`);
  })
  .on("close", () => storage.close());
