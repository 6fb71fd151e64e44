/** Appends records to a log: `append-records.ts <AppendTask as JSON>`. Says when it is ready, then waits for a line. */
import { once } from "node:events";
import type { AppendTask } from "./append-task.ts";
import { openSite } from "./open-site.ts";

/** As many calls as an agent might have under way at once. */
const AT_ONCE = 8;

const { site, name, count } = JSON.parse(process.argv[2] ?? "") as AppendTask;
const { runtime, close } = await openSite(site, { agentId: name });
process.stdout.write("ready\n");
await once(process.stdin, "data");
for (let first = 0; first < count; first += AT_ONCE) {
  const appends = Array.from({ length: Math.min(AT_ONCE, count - first) }, (_, index) =>
    runtime.auditTrail.append({
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
await close();
process.exit();
