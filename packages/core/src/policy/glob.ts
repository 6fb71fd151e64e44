/** Whether `text` matches `pattern`, in which `*` stands for any characters and `?` for any one. Linear in practice, never exponential. */
export function matchesGlob(pattern: string, text: string): boolean {
  let place = 0;
  let star = -1;
  let resume = 0;
  for (let index = 0; index < text.length;) {
    const expected = pattern[place];
    if (expected === "*") {
      star = place;
      resume = index;
      place += 1;
    } else if (expected === "?" || expected === text[index]) {
      place += 1;
      index += 1;
    } else if (star >= 0) {
      place = star + 1;
      resume += 1;
      index = resume;
    } else return false;
  }
  while (pattern[place] === "*") place += 1;
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
