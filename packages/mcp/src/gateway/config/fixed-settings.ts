import { isDeepStrictEqual } from "node:util";
import { ConfigurationError } from "@capfence/core";
import { asksWhoCalls, exposureFault } from "./exposure.ts";
import { given } from "./given.ts";
import type { GatewaySettings, IdentitySettings } from "./settings.ts";

/** Settings of which some are as they were, and which those are. */
export interface FixedSettings {
  readonly settings: GatewaySettings;
  /** The keys of the configuration whose change does nothing before a restart. */
  readonly kept: readonly string[];
}

/**
 * New settings with what a gateway cannot change while it runs: where it listens, where its log is, and who its one client
 * is where it does not listen. Throws
 * `ConfigurationError` where it would then listen for strangers, or ask nobody any more who they are where it did.
 */
export function keepFixed(
  before: GatewaySettings | undefined,
  wanted: GatewaySettings,
): FixedSettings {
  if (before === undefined) return { settings: wanted, kept: [] };
  const { http: _http, storage: _storage, ...others } = wanted;
  const isMoved = placeOf(before) !== placeOf(wanted);
  const settings: GatewaySettings = {
    ...others,
    ...given({ http: isMoved ? before.http : wanted.http, storage: before.storage }),
    identity: before.http === undefined ? sameClient(before, wanted) : wanted.identity,
  };
  const stopsAsking = isMoved && asksWhoCalls(before) && !asksWhoCalls(settings);
  const fault =
    exposureFault(settings) ??
    (stopsAsking ? "it would ask nobody any more who they are where it still listens" : undefined);
  if (fault !== undefined)
    throw new ConfigurationError(`${fault}; and restart to listen elsewhere`);
  const isClientKept = !isDeepStrictEqual(settings.identity, wanted.identity);
  const kept = [
    ...(isMoved ? ["listen"] : []),
    ...(before.storage === wanted.storage ? [] : ["storage"]),
    ...(isClientKept ? ["identity"] : []),
  ];
  return { settings, kept };
}

/** The identity that is wanted, of the client that was there before: its session stays, and so must its token be its own. */
function sameClient(
  { identity: { actor, environment, tenant, role } }: GatewaySettings,
  { identity: { capabilityToken, bearer, jwt } }: GatewaySettings,
): IdentitySettings {
  return { actor, ...given({ environment, tenant, role, capabilityToken, bearer, jwt }) };
}

function placeOf({ http }: GatewaySettings): string {
  return JSON.stringify([http?.host, http?.port, http?.path]);
}
