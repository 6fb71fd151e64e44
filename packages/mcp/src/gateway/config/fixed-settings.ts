import { ConfigurationError } from "@capfence/core";
import { asksWhoCalls, exposureFault } from "./exposure.ts";
import { given } from "./given.ts";
import type { GatewaySettings } from "./settings.ts";

/** Settings of which some are as they were, and which those are. */
export interface FixedSettings {
  readonly settings: GatewaySettings;
  /** The keys of the configuration whose change does nothing before a restart. */
  readonly kept: readonly string[];
}

/**
 * New settings with what a gateway cannot change while it runs: where it listens, and where its log is. Throws
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
  };
  const stopsAsking = isMoved && asksWhoCalls(before) && !asksWhoCalls(settings);
  const fault =
    exposureFault(settings) ??
    (stopsAsking ? "it would ask nobody any more who they are where it still listens" : undefined);
  if (fault !== undefined)
    throw new ConfigurationError(`${fault}; and restart to listen elsewhere`);
  const kept = [
    ...(isMoved ? ["listen"] : []),
    ...(before.storage === wanted.storage ? [] : ["storage"]),
  ];
  return { settings, kept };
}

function placeOf({ http }: GatewaySettings): string {
  return JSON.stringify([http?.host, http?.port, http?.path]);
}
