import type { JsonObject } from "../encoding/json.ts";
import { digestJson } from "../encoding/sha256.ts";

/** What an approver is shown of a call. */
export interface ShownCall {
  readonly actor: string;
  readonly capability: string;
  readonly alias?: string;
  readonly environment?: string;
  /** Redacted, as it is kept. */
  readonly context: JsonObject;
  readonly payload: JsonObject;
}

/** SHA-256 over what an approver is shown: the digest of a request cannot be read, so a signature holds for this as well. */
export function shownDigest(call: ShownCall): string {
  const { actor, capability, alias, environment, context, payload } = call;
  return digestJson({
    actor,
    alias: alias ?? null,
    capability,
    context,
    environment: environment ?? null,
    payload,
  });
}
