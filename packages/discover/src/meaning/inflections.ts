/** How a verb stands there. */
export type Form = "base" | "gerund" | "noun" | "past" | "present";

/** Endings, longest first, with what may stand in their place in the verb. */
const ENDINGS: readonly (readonly [ending: string, form: Form, instead: readonly string[]])[] = [
  ["ication", "noun", ["y"]],
  ["ation", "noun", ["", "e", "ate"]],
  ["ment", "noun", [""]],
  ["ies", "present", ["y"]],
  ["ied", "past", ["y"]],
  ["ing", "gerund", ["", "e"]],
  ["ion", "noun", ["", "e"]],
  ["al", "noun", ["e"]],
  ["ed", "past", ["", "e"]],
  ["es", "present", ["", "e"]],
  ["s", "present", [""]],
];

/** Forms that no ending tells. */
const IRREGULAR: ReadonlyMap<string, readonly [string, Form]> = new Map([
  ["bought", ["buy", "past"]],
  ["found", ["find", "past"]],
  ["made", ["make", "past"]],
  ["paid", ["pay", "past"]],
  ["ran", ["run", "past"]],
  ["sent", ["send", "past"]],
  ["withdrawn", ["withdraw", "past"]],
  ["written", ["write", "past"]],
  ["wrote", ["write", "past"]],
]);

/** What a word may be a form of, itself first. */
export function formsOf(word: string): readonly (readonly [base: string, form: Form])[] {
  const irregular = IRREGULAR.get(word);
  const regular = ENDINGS.flatMap(([ending, form, instead]) => {
    const stem = word.slice(0, -ending.length);
    if (!word.endsWith(ending) || stem.length < 2) return [];
    // As in `dropping`.
    const single = stem.at(-1) === stem.at(-2) ? [stem.slice(0, -1)] : [];
    return [...instead.map((end) => stem + end), ...single].map((base) => [base, form] as const);
  });
  return [[word, "base"], ...(irregular === undefined ? [] : [irregular]), ...regular];
}

/** Whether a word is one of some words, or their plural. */
export function isAmong(word: string, some: ReadonlySet<string>): boolean {
  return (
    some.has(word) ||
    (word.endsWith("s") && some.has(word.slice(0, -1))) ||
    (word.endsWith("ies") && some.has(`${word.slice(0, -3)}y`))
  );
}
