/**
 * Makes every approved call once: `use-approvals.ts <ApprovalsTask as JSON>`. Says when it is ready, then waits for a
 * line.
 */
import { once } from "node:events";
import { AgentActionBlocked } from "@capfence/core";
import { type ApprovalsTask, PAYER } from "./approvals-task.ts";
import { openSite } from "./open-site.ts";

/** As many calls as an agent might have under way at once. */
const AT_ONCE = 8;

const { site, lines } = JSON.parse(process.argv[2] ?? "") as ApprovalsTask;
// The same agent in every process, for an approval is that agent's.
const { transfer, close } = await openSite(site, { agentId: PAYER });
process.stdout.write("ready\n");
await once(process.stdin, "data");
for (let first = 0; first < lines.length; first += AT_ONCE)
  await Promise.all(
    lines.slice(first, first + AT_ONCE).map((line) =>
      transfer({ line }).catch((error: unknown) => {
        if (!AgentActionBlocked.isInstance(error)) throw error;
      }),
    ),
  );
await close();
process.exit();
