/** Takes part in a race: `race-for-state.ts <{ site, race } as JSON>`. Says when it is ready, then waits for a line. */
import { once } from "node:events";
import { openSite } from "./open-site.ts";
import { type Race, takePart } from "./race.ts";
import type { Site } from "./site.ts";

const { site, race } = JSON.parse(process.argv[2] ?? "") as {
  readonly site: Site;
  readonly race: Race;
};
const { runtime, close } = await openSite(site, { agentId: "racer" });
process.stdout.write("ready\n");
await once(process.stdin, "data");
await takePart(runtime.auditTrail, race);
await close();
process.exit();
