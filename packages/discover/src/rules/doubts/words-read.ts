import { latinised, withoutLeet } from "../../texts/look-alikes.ts";
import { wordsOf } from "../../texts/words.ts";

/** The words of a name, and those that it has without accents, other alphabets and digits for letters. */
export function wordsRead(name: string): readonly string[] {
  const plain = latinised(name.normalize("NFKD").replace(/[\u0300-\u036f]/gu, ""));
  const words = wordsOf(name);
  const read = [...wordsOf(plain), ...wordsOf(withoutLeet(plain))];
  return [...words, ...read.filter((word) => !words.includes(word))];
}
