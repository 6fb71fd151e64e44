/** Appends records to a log in PostgreSQL: `append-records.ts <AppendTask as JSON>`. Says when it is ready, then waits for a line. */
import { once } from "node:events";
import { ImmutableAuditTrail } from "@capfence/core";
import { readSignerKey } from "@capfence/core/tlog";
import { PostgresStorage } from "../src/index.ts";
import type { AppendTask } from "./append-task.ts";

/** As many calls as an agent might have under way at once. */
const AT_ONCE = 8;

const { connectionString, schema, key, name, count } = JSON.parse(
  process.argv[2] ?? "",
) as AppendTask;
const store = await PostgresStorage.open({ connectionString, schema, readConnections: 1 });
const trail = new ImmutableAuditTrail({ store, signer: readSignerKey(key) });
process.stdout.write("ready\n");
await once(process.stdin, "data");
for (let first = 0; first < count; first += AT_ONCE) {
  const appends = Array.from({ length: Math.min(AT_ONCE, count - first) }, async (_, index) => {
    const decision = `${name}-${first + index}`;
    const time = new Date().toISOString();
    await trail.append({ records: [{ kind: "outcome", decision, outcome: "succeeded", time }] });
    // Whoever kills this process knows by this what it must find.
    process.stdout.write(`${decision}\n`);
  });
  await Promise.all(appends);
}
await trail.close();
await store.close();
process.exit();
