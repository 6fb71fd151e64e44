import { ed25519Signer, ed25519Verifier, randomIdentifier } from "#platform";
import { toBase64Url, fromBase64Url } from "../encoding/base64url.ts";
import { fromUtf8 } from "../encoding/utf8.ts";
import { canonicalJson } from "../encoding/canonical-json.ts";
import { freezeJsonObject, isJsonObject, type JsonObject } from "../encoding/json.ts";
import { digestJson, sha256Hex } from "../encoding/sha256.ts";
import { parseJson } from "../encoding/strict-json.ts";
import { messageOf } from "../errors.ts";
import { type Chain, hashOf, lastOf, proofMessage } from "./chain.ts";
import { TokenError } from "./token-error.ts";

/** A call, as whoever makes it and whoever judges it both know it. */
export interface ProvenCall {
  readonly tool: string;
  readonly arguments: JsonObject;
}

/** What a proof has said, once it is verified. */
export interface CheckedProof {
  /** Stands for this proof alone: whoever has seen it before sees it used again. */
  readonly nonce: string;
  /** From then on it is no proof any more, in milliseconds since the Unix epoch. */
  readonly expires: number;
}

/** How long a proof holds, and how far clocks may differ, in milliseconds. */
const PROOF_LIFETIME = 60_000;

const MOST_CHARACTERS = 2048;

/**
 * Proves that the holder of a token makes this very call, at this gate, now: a text that goes beside the token.
 * `key` is the private key to its last block.
 */
export function proveCall(
  chain: Chain,
  call: ProvenCall,
  {
    key,
    audience,
    now,
  }: { readonly key: Uint8Array; readonly audience: string; readonly now: number },
): string {
  const text = canonicalJson({
    ...claimsOf(chain, call, audience),
    nonce: randomIdentifier(),
    time: now,
  });
  const signature = ed25519Signer(key)(proofMessage(text));
  return `${toBase64Url(new TextEncoder().encode(text))}.${toBase64Url(signature)}`;
}

/** Checks the proof of a call by whoever holds a token. Throws `TokenError`. */
export function checkProof(
  proof: string,
  chain: Chain,
  call: ProvenCall,
  { audience, now }: { readonly audience: string; readonly now: number },
): CheckedProof {
  const { text, signature } = partsIn(proof);
  const members = membersIn(text);
  const { nonce, time } = members;
  if (
    typeof nonce !== "string" ||
    nonce.length < 16 ||
    nonce.length > 64 ||
    !Number.isSafeInteger(time)
  )
    throw fault("it has no nonce or no time");
  const at = time as number;
  const claims = claimsOf(chain, call, audience);
  // Exactly these members: equal texts, and nothing beside them.
  const expected = canonicalJson({ ...claims, nonce, time: at });
  if (expected !== text) throw fault("it is for another call, token or gate");
  const expires = at + PROOF_LIFETIME;
  // Whoever keeps nonces forgets this one when it expires; a time that is no number must not keep it open.
  if (!(now >= at - PROOF_LIFETIME && now < expires))
    throw fault("it was not made now; check the clock");
  if (!ed25519Verifier(lastOf(chain).block.next)(proofMessage(text), signature))
    throw fault("its signature is not the holder's");
  return { nonce: sha256Hex(`${claims.token} ${nonce}`), expires };
}

function claimsOf(
  chain: Chain,
  call: ProvenCall,
  audience: string,
): { readonly audience: string; readonly call: string; readonly token: string } {
  const { tool } = call;
  const input = freezeJsonObject(call.arguments);
  return { audience, call: digestJson({ arguments: input, tool }), token: hashOf(lastOf(chain)) };
}

function partsIn(proof: string): { readonly text: string; readonly signature: Uint8Array } {
  const [first = "", second = "", ...more] = proof.length > MOST_CHARACTERS ? [] : proof.split(".");
  const bytes = fromBase64Url(first);
  const signature = fromBase64Url(second);
  if (bytes === undefined || signature === undefined || more.length > 0)
    throw fault("it is not two parts of base64url");
  // Only what was written: a byte order mark left out would make another text of one proof.
  const text = fromUtf8(bytes);
  if (text === undefined) throw fault("it is not UTF-8");
  return { text, signature };
}

function membersIn(text: string): JsonObject {
  try {
    const members = parseJson(text);
    if (isJsonObject(members)) return members;
  } catch (cause) {
    throw fault(`it is no JSON: ${messageOf(cause)}`, cause);
  }
  throw fault("it is no JSON object");
}

function fault(message: string, cause?: unknown): TokenError {
  const words = `the proof of the call does not hold: ${message}`;
  return new TokenError("proof", words, cause === undefined ? undefined : { cause });
}
