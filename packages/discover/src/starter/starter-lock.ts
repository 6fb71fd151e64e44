import { type Pinned, PinFile } from "@capfence/mcp/gateway";
import type { DiscoveryReport } from "../report/report.ts";
import { toolsOf } from "./starter-tools.ts";
import { upstreamsOf } from "./upstreams.ts";

/**
 * Writes the lock file for a gateway whose policy is the starter policy: with the definitions of that report, and
 * without those that deceive, so that under `pin: { mode: locked }` no other may run. Throws `ConfigurationError`.
 */
export function writeStarterLock(report: DiscoveryReport, file: string): void {
  new PinFile(file).update(() => pinsOf(report));
}

function pinsOf(report: DiscoveryReport): Pinned {
  return new Map(
    toolsOf(upstreamsOf(report)).map(({ upstream, tools }) => {
      const { says } = upstream.servers[0].server;
      const pinned = tools
        .filter(({ treatment }) => treatment !== "deceives")
        .map(({ listed }) => [listed.name, listed] as const);
      return [
        upstream.name,
        { tools: new Map(pinned), ...(says === undefined ? {} : { server: { ...says } }) },
      ];
    }),
  );
}
