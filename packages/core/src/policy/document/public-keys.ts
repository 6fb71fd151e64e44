import { toHex } from "../../encoding/hex.ts";
import { readVerifierKey, type VerifierKey } from "../../encoding/note/note-key.ts";
import { ConfigurationError } from "../../errors.ts";
import type { PolicySource, SourceNode } from "./source.ts";
import { isList, readText } from "./source-values.ts";

/** What is said of lists of keys of one kind that cannot be meant. */
export interface KeyWords {
  /** Of an empty list. */
  readonly none: string;
  /** Why a key stands in the list once. */
  readonly once: string;
}

/** Reads public keys of those who sign notes: one, or a list of at least one, each listed once. */
export function readPublicKeys(
  node: SourceNode,
  source: PolicySource,
  { none, once }: KeyWords,
): readonly VerifierKey[] | undefined {
  const items = isList(node) ? node.items : [node];
  if (items.length === 0) return source.report(node, none);
  const known = new Map<string, string>();
  const keys = items.map((item) => {
    const key = readPublicKey(item, source);
    if (key === undefined) return undefined;
    const identity = toHex(key.publicKey);
    const other = known.get(identity);
    if (other !== undefined)
      return source.report(item, `"${key.name}" has the same key as "${other}"; ${once}`);
    known.set(identity, key.name);
    return key;
  });
  return keys.every((key) => key !== undefined) ? keys : undefined;
}

function readPublicKey(node: SourceNode, source: PolicySource): VerifierKey | undefined {
  const problem = (at: SourceNode, message: string): undefined => source.report(at, message);
  const text = readText(node, problem);
  if (text === undefined) return undefined;
  // A private key must not be repeated, neither here nor by the reader of keys.
  if (text.includes("PRIVATE+KEY"))
    return problem(node, "this is a private key; keep it secret, and write the public one here");
  try {
    const key = readVerifierKey(text);
    if (key.type === "ed25519") return key;
    return problem(
      node,
      `"${key.name}" is a key of a witness, which signs checkpoints; use one that signs notes`,
    );
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return problem(node, error.message);
  }
}
