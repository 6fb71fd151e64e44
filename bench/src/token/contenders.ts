/** What is measured of each kind of token. */
export const WORK = ["verify", "mint", "narrow"] as const;

/** One of them. */
export type Work = (typeof WORK)[number];

/** A kind of token, with one that is narrowed to refunds up to 50 at one gate, and what can be done with it. */
export interface TokenKind {
  readonly name: string;
  /** How long the text is that comes with a call. */
  readonly characters: number;
  /** Whether a refund of so much is admitted, from the text that came with it. */
  readonly verify: (amount: number) => boolean | Promise<boolean>;
  /** Makes one, as text. */
  readonly mint: () => string | Promise<string>;
  /** Makes a narrower one, as text; there where that can be done without the issuer. */
  readonly narrow?: () => string;
}

/** The time at which all of it happens, in milliseconds since the Unix epoch. */
export const NOW: number = Date.UTC(2026, 0, 1);

/** The most that the tokens allow. */
export const MOST = 50;
