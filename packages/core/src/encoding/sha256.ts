import { sha256, sha256Hex } from "#platform";
import { canonicalJson } from "./canonical-json.ts";
import type { Json } from "./json.ts";

/** SHA-256 of a JSON value's RFC 8785 bytes, as 64 lower-case hex digits. */
export function digestJson(value: Json): string {
  return sha256Hex(canonicalJson(value));
}

export { sha256, sha256Hex };
