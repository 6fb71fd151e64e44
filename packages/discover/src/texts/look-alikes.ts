/** Letters of other alphabets that look like a Latin one, by the Latin one; both cases where both look alike. */
const ALIKE: Readonly<Record<string, string>> = {
  a: "аαɑ",
  b: "ЬВΒ",
  c: "сϲС",
  d: "ԁ",
  e: "еЕΕҽ",
  f: "ƒ",
  g: "ɡց",
  h: "һհНΗ",
  i: "іІιΙı",
  j: "јЈ",
  k: "кκКΚ",
  l: "ӏⅼ",
  m: "МΜ",
  n: "ոΝ",
  o: "оОοΟօ",
  p: "рРρΡ",
  q: "ԛգ",
  r: "гᴦ",
  s: "ѕЅ",
  t: "тТΤτ",
  u: "υսц",
  v: "νѵ",
  w: "ԝωա",
  x: "хХχΧ",
  y: "уУγΥү",
  z: "Ζᴢ",
  A: "АΑ",
};

const LATIN: ReadonlyMap<string, string> = new Map(
  Object.entries(ALIKE).flatMap(([latin, others]) =>
    Array.from(others, (other): [string, string] => [other, latin.toLowerCase()]),
  ),
);

/** A text with the letters that look Latin made Latin. */
export function latinised(text: string): string {
  return text.replace(/[^\p{ASCII}]/gu, (letter) => LATIN.get(letter) ?? letter);
}

/** Whether a letter of another alphabet can be taken for a Latin one. */
export function looksLatin(letter: string): boolean {
  return LATIN.has(letter);
}

const DIGITS: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
};

/** A text with digits and signs that stand for letters within a word made letters: `1gn0re`. */
export function withoutLeet(text: string): string {
  return text.replace(/(?<=\p{L})[013457@$]|[013457@$](?=\p{L})/gu, (sign) => DIGITS[sign] ?? sign);
}
