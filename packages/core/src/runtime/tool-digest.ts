import { freezeJsonObject } from "../encoding/json.ts";
import { digestJson } from "../encoding/sha256.ts";

/**
 * SHA-256, in hex, of a tool's definition in RFC 8785 form, as it is now: it may have been changed since the last
 * call. Throws `JsonError` for one that is not plain JSON.
 */
export function toolDigest(definition: object): string {
  return digestJson(freezeJsonObject(definition));
}
