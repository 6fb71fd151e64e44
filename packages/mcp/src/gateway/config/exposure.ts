import { childOf, type SourceNode } from "@capfence/core/source";
import { isLoopback } from "./loopback.ts";
import type { GatewaySettings } from "./settings.ts";
import type { SettingsSource } from "./settings-source.ts";

/** What is wrong with where a gateway listens, for whom it asks who they are; undefined where nothing is. */
export function exposureFault(settings: GatewaySettings): string | undefined {
  const { http } = settings;
  if (http === undefined || isLoopback(http.host) || asksWhoCalls(settings)) return undefined;
  return `anybody who can reach "${http.host}" could call the tools; ask who they are with identity.bearer or identity.jwt, or listen on 127.0.0.1`;
}

/** Whether connections must say who they are. */
export function asksWhoCalls({ identity }: GatewaySettings): boolean {
  return identity.bearer !== undefined || identity.jwt !== undefined;
}

/** Refuses to listen for strangers, or with a token that bounds nobody, and warns of listening to nobody. */
export function checkExposure(
  settings: GatewaySettings,
  root: SourceNode,
  source: SettingsSource,
): void {
  const { http } = settings;
  const node = childOf(root, "listen") ?? root;
  const fault = exposureFault(settings);
  if (fault !== undefined) source.report(node, fault);
  const { capabilityToken } = settings.identity;
  if (http !== undefined && asksWhoCalls(settings) && capabilityToken !== undefined)
    source.report(
      childOf(root, "identity") ?? root,
      "its capability token would bound nobody's calls, since everybody must say who they are; give one to each entry of bearer instead",
    );
  if (http !== undefined && !isLoopback(http.host) && http.allowedHosts.length === 0)
    source.warn(
      node,
      "answers only who calls it by a name of the loopback; list the names that clients call it by under listen.allowed_hosts",
    );
}
