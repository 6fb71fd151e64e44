import type { TokenSettings } from "../policy/token-settings.ts";
import type { PresentedToken } from "../tokens/admit-call.ts";
import { gateOptions } from "../tokens/gate-options.ts";
import { readToken } from "../tokens/token-text.ts";
import { type VerifiedToken, verifyToken } from "../tokens/verify-token.ts";

/** How long what was found out about a token stays so, in milliseconds: about as long as it takes to make a list. */
const LONGEST = 1000;

interface Found {
  readonly text: string;
  readonly tokens: TokenSettings;
  readonly until: number;
  readonly token?: VerifiedToken;
}

/** The tokens that lists are made with, each verified once for all that is in a list: it costs what a call costs. */
export class ListedTokens {
  readonly #found = new WeakMap<PresentedToken, Found>();

  /** The token, where its signatures, times and audience are good. */
  verified(
    presented: PresentedToken,
    tokens: TokenSettings,
    now: number,
  ): VerifiedToken | undefined {
    const found = this.#found.get(presented);
    const { text } = presented;
    if (found?.text === text && found.tokens === tokens && now < found.until) return found.token;
    const token = verifiedNow(text, tokens, now);
    const until = Math.min(now + LONGEST, token?.expires ?? Infinity);
    this.#found.set(presented, { text, tokens, until, ...(token && { token }) });
    return token;
  }
}

function verifiedNow(text: string, tokens: TokenSettings, now: number): VerifiedToken | undefined {
  try {
    return verifyToken(readToken(text).chain, gateOptions(tokens, now));
  } catch {
    return undefined;
  }
}
