/** Appends records to a SQLite log: `append-records.ts <file> <name> <count>`. Prints when it is ready, then waits for a line. */
import { once } from "node:events";
import { ImmutableAuditTrail } from "@capfence/core";
import { SqliteStorage } from "@capfence/core/sqlite";

const [file = "", name = "", count = ""] = process.argv.slice(2);
/** As many calls as an agent might have under way at once. */
const AT_ONCE = 8;

const storage = SqliteStorage.open(file);
const trail = new ImmutableAuditTrail({ store: storage });
process.stdout.write("ready\n");
await once(process.stdin, "data");
for (let first = 0; first < Number(count); first += AT_ONCE) {
  const appends = Array.from({ length: AT_ONCE }, (_, index) =>
    trail.append({
      records: [
        {
          kind: "outcome",
          decision: `${name}-${first + index}`,
          outcome: "succeeded",
          time: new Date().toISOString(),
        },
      ],
    }),
  );
  await Promise.all(appends);
}
storage.close();
process.exit();
