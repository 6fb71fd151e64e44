/** Makes one call that needs an approval: `try-transfer.ts <ApprovalsTask as JSON>`. Says what became of it, and stays. */
import { AgentActionBlocked } from "@capfence/core";
import { type ApprovalsTask, PAYER } from "./approvals-task.ts";
import { openSite } from "./open-site.ts";

const { site, lines } = JSON.parse(process.argv[2] ?? "") as ApprovalsTask;
const { transfer } = await openSite(site, { agentId: PAYER });
try {
  await transfer({ line: lines[0] ?? "" });
  process.stdout.write("ran\n");
} catch (error) {
  process.stdout.write(AgentActionBlocked.isInstance(error) ? "refused\n" : `${String(error)}\n`);
}
setInterval(() => undefined, 60_000);
