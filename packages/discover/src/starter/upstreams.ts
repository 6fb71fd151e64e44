import { canonicalJson } from "@capfence/core";
import type { AssessedServer, DiscoveryReport } from "../report/report.ts";
import { NamesInUse } from "./names-in-use.ts";

/** Servers of the report that are one behind a gateway: the same in the configurations of several clients. */
export interface StarterUpstream {
  /** What the gateway's configuration has to call it; it fits `UPSTREAM_NAME`. */
  readonly name: string;
  readonly servers: readonly [AssessedServer, ...AssessedServer[]];
}

/** Longer names make names of tools that some models refuse. */
const LONGEST = 32;

/** The upstreams of a gateway in front of all servers that were listed; no two share a name. */
export function upstreamsOf({ servers }: DiscoveryReport): readonly StarterUpstream[] {
  const listed = servers.filter(({ server }) => server.state === "listed");
  const names = new NamesInUse();
  return [...Map.groupBy(listed, identityOf).values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [{ name: names.take(plainName(first.server.name)), servers: [first, ...others] as const }],
  );
}

/** Servers of one name whose definitions differ are different ones, whoever they say they are. */
function identityOf({ server }: AssessedServer): string {
  const { name, transport, address, tools } = server;
  const digests = tools.map((tool) => [tool.name, tool.digest].join(" ")).toSorted();
  return canonicalJson([name, transport, address, digests]);
}

function plainName(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, LONGEST)
    .replace(/-$/, "");
  return plain || "server";
}
