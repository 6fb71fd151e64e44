/** Finds something in a reading of a text; returns the passage. */
export type Find = (reading: string) => string | undefined;

/**
 * Finds words in an order: each part gives them as alternatives of a regular expression, the numbers between say how
 * many characters may stand between, and all of it is in one sentence. Takes time by the length of the text alone,
 * which one regular expression of all parts would not.
 */
export function inOrder(...parts: readonly (string | number)[]): Find {
  const alternatives = parts.filter((part) => typeof part === "string");
  const words = alternatives.map((part) => wholeWords(part, "gu"));
  // Most texts hold none of the words, and to learn that takes least time this way.
  const there = alternatives.map((part) => wholeWords(part, "u"));
  const gaps = parts.filter((part) => typeof part === "number");
  return (reading) => {
    if (!there.every((pattern) => pattern.test(reading))) return undefined;
    let reached: readonly Passage[] | undefined;
    for (const [index, pattern] of words.entries()) {
      reached = continued(reading, pattern, reached, gaps[index - 1] ?? 0);
      if (reached.length === 0) return undefined;
    }
    const [first] = reached ?? [];
    return first === undefined ? undefined : reading.slice(first.start, first.end);
  };
}

/** Finds what a regular expression matches, which must have a bound to every repetition. */
export function matching(pattern: RegExp): Find {
  return (reading) => pattern.exec(reading)?.[0];
}

interface Passage {
  readonly start: number;
  readonly end: number;
}

/** Found at every place, as one match may lie within another. */
function wholeWords(alternatives: string, flags: "gu" | "u"): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?=((?:${alternatives})(?![\\p{L}\\p{N}])))`, flags);
}

function continued(
  reading: string,
  pattern: RegExp,
  reached: readonly Passage[] | undefined,
  gap: number,
): readonly Passage[] {
  const found: Passage[] = [];
  let next = 0;
  const ended = reached?.toSorted((a, b) => a.end - b.end);
  for (const match of reading.matchAll(pattern)) {
    const end = match.index + (match[1] ?? "").length;
    if (ended === undefined) {
      found.push({ start: match.index, end });
      continue;
    }
    // The nearest passage that ends before it is the one that is least likely to be too far away.
    while ((ended[next + 1]?.end ?? Infinity) <= match.index) next += 1;
    const before = ended[next];
    if (before === undefined || before.end > match.index) continue;
    if (match.index - before.end <= gap && !reading.slice(before.end, match.index).includes("|"))
      found.push({ start: before.start, end });
  }
  return found;
}
