/** Whether `text` matches `pattern`, in which `*` stands for any characters and `?` for any one. Linear in practice, never exponential. */
export function matchesGlob(pattern: string, text: string): boolean {
  return matchesParts(
    pattern,
    text,
    "*",
    (expected, part) => expected === "?" || expected === part,
  );
}

/**
 * Whether parts match a pattern of parts, in which `star` stands for any number of them. Greedy with one place to
 * return to: an earlier star never matches where the last one cannot.
 */
export function matchesParts(
  pattern: ArrayLike<string>,
  parts: ArrayLike<string>,
  star: string,
  matches: (expected: string, part: string) => boolean,
): boolean {
  let place = 0;
  let returning = -1;
  let resume = 0;
  for (let index = 0; index < parts.length;) {
    const expected = pattern[place];
    if (expected === star) {
      returning = place;
      resume = index;
      place += 1;
    } else if (expected !== undefined && matches(expected, parts[index] as string)) {
      place += 1;
      index += 1;
    } else if (returning >= 0) {
      place = returning + 1;
      resume += 1;
      index = resume;
    } else return false;
  }
  while (pattern[place] === star) place += 1;
  return place === pattern.length;
}

/** Whether a pattern has a `*` or `?`. */
export function isGlob(pattern: string): boolean {
  return /[*?]/.test(pattern);
}

/** A text that a pattern matches. */
export function globInstance(pattern: string): string {
  return pattern.replaceAll(/[*?]/g, "x");
}
