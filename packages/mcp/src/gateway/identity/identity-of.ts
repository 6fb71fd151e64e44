import { ActionEvent } from "@capfence/core";
import type { Principal } from "./principal.ts";

/** Who acts, as the configuration or the claims of a token say. */
export interface Actor {
  readonly actor: string;
  readonly environment?: string;
  readonly tenant?: string;
  readonly role?: string;
}

/** An actor as policies know them. Throws `ConfigurationError` for text that no record can hold. */
export function identityOf({ actor, environment, tenant, role }: Actor): Principal["identity"] {
  const identity = {
    actor,
    ...(environment === undefined ? {} : { environment }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(role === undefined ? {} : { userRole: role }),
  };
  // What a call could not be made with must not become known when there is one.
  ActionEvent.create({ ...identity, capability: "mcp.connect" });
  return identity;
}
