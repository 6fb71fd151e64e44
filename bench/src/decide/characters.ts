import { ActionEvent, CapabilitySystem } from "@capfence/core";
import { median } from "../median.ts";
import { Random } from "../random.ts";

const NEEDLES = 5000;
/** Just below what a payload may hold. */
const LENGTH = 1_000_000;
const NANOSECONDS = 1e6;

/** The alphabets that texts and needles are made of. */
const SCRIPTS: Readonly<Record<string, string>> = {
  ascii: "abcdefghijklmnopqrstuvwxyz0123456789-_ ",
  greek: "αβγδεζηθικλμνξοπρστυφχψω ",
  cyrillic: "абвгдежзийклмнопрстуфхцчшщъыьэюя ",
  chinese: "的一是不了人我在有他这为之大来以个中上们",
  "full-width": "ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔ",
  emoji: "😀😁😂🤣😃😄😅😆😉😊😋😎😍",
};

/** Nanoseconds a character that a decision takes on a text of a million characters, by what the text is like. */
export function measureCharacters(quick: boolean): Readonly<Record<string, number>> {
  const results: Record<string, number> = {};
  for (const [script, alphabet] of Object.entries(SCRIPTS)) {
    const random = new Random(alphabet.length);
    const letters = Array.from(alphabet);
    const word = (length: number): string =>
      Array.from({ length }, () => random.pick(letters)).join("");
    const needles = Array.from({ length: NEEDLES }, () => `${word(12).trim()}.`);
    const rules = needles.map((contains) => ({ capability: "notes.write", contains }));
    const policy = { deny: rules, allow: ["notes.write"] };
    const system = new CapabilitySystem().loadPolicyText(JSON.stringify(policy));
    // A near miss is all of a needle but its last character, again and again.
    const nearMiss = needles.map((needle) => needle.slice(0, -1)).join("");
    results[`${script}, random`] = cost(system, fill(word(4099)), quick);
    results[`${script}, near misses`] = cost(system, fill(nearMiss), quick);
  }
  return results;
}

/** A text as it comes out of a JSON parser: one that is a slice of another is slower to read for everybody. */
function fill(text: string): string {
  const filled = text.repeat(Math.ceil(LENGTH / text.length)).slice(0, LENGTH);
  return JSON.parse(JSON.stringify(filled.toWellFormed())) as string;
}

function cost(system: CapabilitySystem, note: string, quick: boolean): number {
  const event = ActionEvent.create({
    actor: "agent",
    capability: "notes.write",
    payload: { note },
  });
  const samples = Array.from({ length: quick ? 1 : 7 }, () => {
    const start = performance.now();
    system.decide(event);
    return ((performance.now() - start) * NANOSECONDS) / note.length;
  });
  return median(samples);
}
