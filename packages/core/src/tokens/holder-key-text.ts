import { fromBase64 } from "../encoding/base64.ts";
import { readSignerKey } from "../encoding/note/note-key.ts";
import { ConfigurationError } from "../errors.ts";
import type { HolderKey } from "./holder-key.ts";

/**
 * Reads the text of a private key, `PRIVATE+KEY+<name>+<id>+<key>`, as that of a holder. Throws `ConfigurationError`,
 * which does not repeat the key.
 */
export function readHolderKey(text: string): HolderKey {
  const { publicKey } = readSignerKey(text).verifier;
  // Base64 has the character that parts the others.
  const encoded = text.trim().split("+").slice(4).join("+");
  const bytes = fromBase64(encoded);
  if (bytes === undefined) throw new ConfigurationError("this is not a private key");
  // The first byte is its type.
  return { privateKey: bytes.slice(1), publicKey };
}
