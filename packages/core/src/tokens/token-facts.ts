/** What a token says of itself, once its signatures are good: for the record. */
export interface TokenFacts {
  /** The name of the issuer's key. */
  readonly issuer: string;
  /** The ids of its blocks, the issuer's first: whoever revokes one of them revokes it. */
  readonly ids: readonly string[];
  /** Who it was issued to, and to whom each has handed it on. */
  readonly actors: readonly string[];
}
