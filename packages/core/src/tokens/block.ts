import type { JsonObject } from "../encoding/json.ts";

/**
 * What a block of a token narrows: a call must be within every part that is there, in every block. Without a part
 * there, a block says nothing about it.
 */
export interface Narrowing {
  /** Names of tools as they are called, such as `payments.refund`; one of them. */
  readonly tools?: readonly string[];
  /** Patterns such as `payments.refund` or `crm.*`; one of them. */
  readonly capabilities?: readonly string[];
  /** Conditions of the policy language that must all hold, as in an allow rule. */
  readonly conditions?: JsonObject;
  /**
   * The limits of the policy language, without `by`, on all calls that this block lets through together: also those with
   * what is made of it. Where there is no `per`, a use counts until the token ends.
   */
  readonly budget?: JsonObject;
  /** The gates that may take it, by their names; one of them. */
  readonly audience?: readonly string[];
  /** Who calls with it. In a block after another, whoever called before has handed it on to this one. */
  readonly actor?: string;
  /** From then on it opens nothing, in milliseconds since the Unix epoch. */
  readonly expires?: number;
}

/** One link of the chain that a token is. */
export interface Block extends Narrowing {
  /**
   * Names it for good: whoever revokes it revokes what follows from it. The hash of its text, so that nobody can give
   * theirs the name of another's, to be recorded as it or to take it along when they are revoked.
   */
  readonly id: string;
  /** When it was made, in milliseconds since the Unix epoch. */
  readonly issued: number;
  /** The public key that signs what comes next: a further block, or the proof of a call. */
  readonly next: Uint8Array;
  /**
   * Whether the key to it goes with its text, so that whoever sees the text can use it or bind it to themselves; it is
   * signed, or they could cut the key off and pass for its holder.
   */
  readonly bearer?: true;
}

/** The first block, which an issuer signs. */
export interface AuthorityBlock extends Block {
  /** The issuer's key, `<name>+<id>`. */
  readonly issuer: string;
  readonly expires: number;
}

/** A block as it stands in a token. */
export interface SignedBlock<Kind extends Block = Block> {
  readonly block: Kind;
  /** RFC 8785 JSON: what the signature is over. */
  readonly text: string;
  readonly signature: Uint8Array;
}
