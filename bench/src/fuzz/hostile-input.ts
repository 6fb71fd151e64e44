import type { Json, JsonObject } from "@capfence/core";
import type { Random } from "../random.ts";

/** One call that an attacker would choose for the time its decision takes. */
export interface HostileCall {
  readonly capability: string;
  readonly payload: JsonObject;
}

/** A kind of hostile input, such as deeply nested lists. */
export interface HostileKind {
  readonly name: string;
  make(random: Random): HostileCall;
}

/** A size up to a limit, as often near one power of two as near another. */
export function sizeUpTo(limit: number, random: Random): number {
  return Math.max(1, Math.floor(2 ** (random.next() * Math.log2(limit))));
}

/** A piece of text again and again, up to this many characters. */
export function filled(length: number, piece: string): string {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}

/** A text of so many pieces picked anew each time, cut at the limit. */
export function mixed(length: number, pieces: readonly string[], random: Random): string {
  let text = "";
  while (text.length < length) text += random.pick(pieces);
  return text.slice(0, length);
}

/** A kind whose input is one value at one key of the payload. */
export function kind(
  name: string,
  capability: string,
  key: string,
  make: (random: Random) => Json,
): HostileKind {
  return { name, make: (random) => ({ capability, payload: { [key]: make(random) } }) };
}
