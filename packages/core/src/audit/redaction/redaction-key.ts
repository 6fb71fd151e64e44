import { hmacSha256, randomSeed } from "#platform";
import { fromBase64, toBase64 } from "../../encoding/base64.ts";
import { canonicalJson } from "../../encoding/canonical-json.ts";
import { ConfigurationError } from "../../errors.ts";

const KEY_LENGTH = 32;
const ID_DIGITS = 8;
const PREFIX = "REDACTION+KEY+";

/** The secret that keeps what is redacted from being guessed; who holds it can still disclose a value he knows. */
export interface RedactionKey {
  /** 8 hex digits that tell keys apart; they prove nothing. */
  readonly id: string;
  /** The salt of the digest that takes a value's place in the record with this id: 64 hex digits, the same each time. */
  readonly salt: (id: string, pointer: string) => string;
  /** A digest that cannot be made without the key, in place of one that anybody could guess the input of. */
  readonly blind: (digest: string) => string;
}

/** A new redaction key as text: `REDACTION+KEY+<id>+<key>`. */
export function generateRedactionKey(): string {
  const key = randomSeed(KEY_LENGTH);
  return `${PREFIX}${idOf(hmacSha256(key))}+${toBase64(key)}`;
}

/** Reads the text of a redaction key. Throws `ConfigurationError`, which does not repeat the key. */
export function readRedactionKey(text: string): RedactionKey {
  const line = text.trim();
  const rest = line.startsWith(PREFIX) ? line.slice(PREFIX.length) : "";
  const [, id, encoded = ""] = /^([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(rest) ?? [];
  const key = fromBase64(encoded);
  if (key?.length !== KEY_LENGTH)
    throw new ConfigurationError(
      `this is not a redaction key; expected one line: ${PREFIX}<id>+<key>`,
    );
  const mac = hmacSha256(key);
  if (idOf(mac) !== id)
    throw new ConfigurationError("the redaction key does not match its id; copy the whole line");
  return {
    id,
    salt: (record, pointer) => derive(mac, "salt", record, pointer),
    blind: (digest) => derive(mac, "blind", digest),
  };
}

function idOf(mac: Mac): string {
  return derive(mac, "id").slice(0, ID_DIGITS);
}

type Mac = ReturnType<typeof hmacSha256>;

/** One key serves several purposes, so what each is for is part of what is hashed. */
function derive(mac: Mac, ...purpose: readonly string[]): string {
  return mac(canonicalJson(purpose));
}
