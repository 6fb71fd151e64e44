/** Takes part in a race in PostgreSQL: `race-for-state.ts <RaceTask as JSON>`. Says when it is ready, then waits for a line. */
import { once } from "node:events";
import { ImmutableAuditTrail } from "@capfence/core";
import { readSignerKey } from "@capfence/core/tlog";
import { takePart } from "../../testkit/test/faults/race.ts";
import { PostgresStorage } from "../src/index.ts";
import type { RaceTask } from "./race-task.ts";

const { connectionString, schema, key, race } = JSON.parse(process.argv[2] ?? "") as RaceTask;
const store = await PostgresStorage.open({ connectionString, schema, readConnections: 1 });
const trail = new ImmutableAuditTrail({ store, signer: readSignerKey(key) });
process.stdout.write("ready\n");
await once(process.stdin, "data");
await takePart(trail, race);
await trail.close();
await store.close();
process.exit();
