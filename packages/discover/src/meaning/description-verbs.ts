import { type Verb, verbOf } from "./verbs.ts";
import { wordsOf } from "../texts/words.ts";

/** What stands before something that is acted on: a verb before it is no thing. */
export const DETERMINERS: ReadonlySet<string> = new Set(
  "a all an any another each every existing it its new one specific the their them these this your".split(
    " ",
  ),
);

/** What stands between a subject and its verb, or starts a further thing that is done. */
const LINKS = new Set("also and automatically can it may or then they tool which will".split(" "));

/** What stands before what a thing is for, as in `a tool for wiping disks`. */
const PURPOSES = new Set("and by for in of or to".split(" "));

/**
 * The verbs of a description that say what the tool does: the one that leads, further ones of the first sentence, and
 * what later sentences say that it does too. Later sentences mostly speak to the model, so that `Set it to 3` is none.
 */
export function verbsOfDescription(description: string): readonly Verb[] {
  const [first = "", ...later] = description
    .split(/[.!?;\n]+/u)
    .filter((text) => /\p{L}/u.test(text));
  return [...verbsOfFirst(first), ...later.flatMap(verbsOfLater)];
}

function verbsOfFirst(sentence: string): readonly Verb[] {
  const found: Verb[] = [];
  for (const phrase of sentence.split(/[,:()–—]+/u)) {
    const words = withoutAdverbs(phrase);
    const lead = words[0] === undefined ? undefined : verbOf(words[0]);
    if (lead !== undefined && (found.length === 0 ? lead.form !== "past" : isActedOn(words, 0)))
      found.push(lead);
    for (const [index, word] of words.entries()) {
      const next = verbOf(words[index + 1] ?? "");
      if (next === undefined) continue;
      if (LINKS.has(word) && isActedOn(words, index + 1)) found.push(next);
      else if (lead === undefined && PURPOSES.has(word) && isPurpose(word, next)) found.push(next);
    }
  }
  return found;
}

function isPurpose(before: string, { form, maybeNoun }: Verb): boolean {
  return form === "gerund" || (form === "base" && before === "to" && !maybeNoun);
}

function isActedOn(words: readonly string[], index: number): boolean {
  const verb = verbOf(words[index] ?? "");
  if (verb === undefined || (verb.form !== "base" && verb.form !== "present")) return false;
  return DETERMINERS.has(words[index + 1] ?? "");
}

function verbsOfLater(sentence: string): readonly Verb[] {
  const words = withoutAdverbs(sentence);
  return words.flatMap((word, index) => {
    const verb = verbOf(word);
    if (verb === undefined || verb.deed === "read" || verb.form === "past") return [];
    const isSaid =
      index === 0
        ? verb.form === "present" && isActedOn(words, index)
        : LINKS.has(words[index - 1] ?? "") && verb.form === "present" && isActedOn(words, index);
    return isSaid ? [verb] : [];
  });
}

function withoutAdverbs(text: string): readonly string[] {
  return wordsOf(text).filter((word) => !word.endsWith("ly") || word === "reply");
}
