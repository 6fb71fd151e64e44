import { RE2JS, RE2Set } from "re2js";
import { ConfigurationError } from "../../errors.ts";
import { compileRegex } from "../../policy/conditions/match-regex.ts";

const MOST_PATTERNS = 100;
/** Characters times instructions of all patterns; at worst each costs about 20 nanoseconds. */
const MAXIMUM_STEPS = 4_000_000;
/** Beyond it a pattern that makes very many states runs in a slower way that needs no memory. */
const MAXIMUM_MEMORY = 1024 * 1024;

/** Says of the texts of one record, in their order, whether they are to be redacted. */
export type TextSearch = (text: string) => boolean;

/**
 * Reads RE2 patterns, and gives what starts a search through the texts of one record.
 *
 * All texts of a record together are searched only so far; one that does not fit is redacted unread.
 * Throws `ConfigurationError`.
 */
export function readRedactionPatterns(patterns: readonly string[]): () => TextSearch {
  if (patterns.length > MOST_PATTERNS)
    throw new ConfigurationError(
      `there are ${patterns.length} patterns to redact, over the limit of ${MOST_PATTERNS}; join some with |`,
    );
  const set = new RE2Set(RE2Set.UNANCHORED, 0, MAXIMUM_MEMORY);
  let instructions = 0;
  for (const pattern of patterns) {
    const regex = typeof pattern === "string" ? compileRegex(pattern) : "it is not text";
    if (typeof regex === "string")
      throw new ConfigurationError(
        `cannot redact by the pattern ${JSON.stringify(pattern)}: ${regex}`,
      );
    instructions += RE2JS.compile(pattern).programSize();
    set.add(pattern);
  }
  set.compile();
  const longest = Math.floor(MAXIMUM_STEPS / instructions);
  return () => {
    let left = longest;
    return (text) => {
      if (text.length > left) return true;
      left -= text.length;
      return set.match(text).length > 0;
    };
  };
}
