import type { UpstreamSettings } from "@capfence/mcp/gateway";
import type { FoundServer } from "../clients/found-server.ts";

/** Servers that are started or called in the same way, of whatever client; there is always one. */
export interface AlikeServers {
  readonly settings: UpstreamSettings;
  readonly servers: readonly [FoundServer, ...FoundServer[]];
}

/** The servers that can be asked, those that are started or called in the same way together, in the order of the first. */
export function alikeServers(found: readonly FoundServer[]): readonly AlikeServers[] {
  const groups = new Map<
    string,
    AlikeServers & { readonly servers: [FoundServer, ...FoundServer[]] }
  >();
  for (const server of found) {
    const { settings, isDisabled } = server;
    if (settings === undefined || isDisabled) continue;
    const key = keyOf(settings);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { settings, servers: [server] });
    else group.servers.push(server);
  }
  return [...groups.values()];
}

function keyOf(settings: UpstreamSettings): string {
  return JSON.stringify(
    settings.kind === "http"
      ? [settings.url, sorted(settings.headers)]
      : [settings.command, settings.args, sorted(settings.env), settings.cwd],
  );
}

function sorted(pairs: Readonly<Record<string, string>>): unknown {
  return Object.entries(pairs).toSorted(([one], [other]) => (one < other ? -1 : 1));
}
