import { readSignerKey, readSignerSeed } from "../encoding/note/note-key.ts";
import type { HolderKey } from "./holder-key.ts";

/**
 * Reads the text of a private key, `PRIVATE+KEY+<name>+<id>+<key>`, as that of a holder. Throws `ConfigurationError`,
 * which does not repeat the key.
 */
export function readHolderKey(text: string): HolderKey {
  const { publicKey } = readSignerKey(text).verifier;
  return { privateKey: readSignerSeed(text), publicKey };
}
