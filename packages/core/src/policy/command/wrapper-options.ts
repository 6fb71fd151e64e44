import type { Field } from "./fields.ts";
import type { Wrapper } from "./wrappers.ts";

/** Where a wrapper's options end, and what they say about the program. */
export interface WrapperOptions {
  readonly place: number;
  /** The text that stands for what the wrapper reads, as in `xargs -I {}`. */
  replaces: string | undefined;
  /** The other folder that the program runs in. */
  chdir: string | undefined;
  /** Whether it only asks about the program. */
  asks: boolean;
}

type Found = Omit<WrapperOptions, "place">;

const has = (list: string | undefined, name: string): boolean =>
  list !== undefined && list.split(" ").includes(name);

/** Reads the options of a wrapper; undefined where one is not known, so that the program could stand anywhere. */
export function takeOptions(
  wrapper: Wrapper,
  fields: readonly Field[],
): WrapperOptions | undefined {
  const found: Found = { replaces: undefined, chdir: undefined, asks: false };
  for (let place = 1; ; place += 1) {
    const field = fields[place];
    const word = field?.text;
    if (field !== undefined && word === undefined && !/^[\w./]/.test(field.shape ?? ""))
      return undefined;
    if (word === "--") return { ...found, place: place + 1 };
    if (word === undefined || !/^-./.test(word)) return { ...found, place };
    if (field?.one === false) return undefined;
    if (word.startsWith("--")) {
      const [name, value] = split(word.slice(2));
      if (name === "replace") found.replaces = value ?? "{}";
      if (name === "chdir") found.chdir = value ?? fields[place + 1]?.text;
      if (has(wrapper.long, name)) continue;
      if (!has(wrapper.longValues, name)) return undefined;
      if (value === undefined) place += 1;
    } else if (wrapper.number !== true || !/^-\d+$/.test(word)) {
      const taken = takeLetters(wrapper, word, fields[place + 1], found);
      if (taken === undefined) return undefined;
      place += taken;
    }
    if (place < fields.length && !isKnownWord(fields[place])) return undefined;
  }
}

/** Reads a bundle of one-letter options; how many of the words after it belong to it. */
function takeLetters(
  wrapper: Wrapper,
  word: string,
  next: Field | undefined,
  found: Found,
): number | undefined {
  for (let index = 1; index < word.length; index += 1) {
    const letter = word[index] ?? "";
    const attached = word.slice(index + 1);
    if (wrapper.asks?.includes(letter) === true) found.asks = true;
    else if (wrapper.attached?.includes(letter) === true) {
      if (letter === "i") found.replaces = attached === "" ? "{}" : attached;
      return 0;
    } else if (wrapper.values?.includes(letter) === true) {
      if (letter === "I") found.replaces = attached === "" ? (next?.text ?? "") : attached;
      if (letter === "C" || letter === "D") found.chdir = attached === "" ? next?.text : attached;
      if (letter === "I" && found.replaces === "") return undefined;
      return attached === "" ? 1 : 0;
    } else if (wrapper.flags?.includes(letter) !== true) return undefined;
  }
  return 0;
}

function isKnownWord(field: Field | undefined): boolean {
  return field !== undefined && field.one && field.text !== undefined;
}

function split(option: string): readonly [string, string | undefined] {
  const place = option.indexOf("=");
  return place < 0 ? [option, undefined] : [option.slice(0, place), option.slice(place + 1)];
}
