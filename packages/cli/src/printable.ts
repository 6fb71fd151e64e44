import type { Json } from "@capfence/core";

/**
 * Everything that could act on a terminal or hide in it: control characters, bidirectional and invisible
 * ones, unassigned ones, and every space but the plain one.
 */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;

/** `text` with every unprintable character spelled out as `\uXXXX`; JSON text stays the same JSON. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, spellOut);
}

/** A recorded value for people: text as it is, anything else as JSON, all of it printable. */
export function printableValue(value: unknown): string {
  return printable(typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
}

/** A JSON value on one printable line. */
export function printableJson(value: Json | object): string {
  return printable(JSON.stringify(value));
}

/** `text`, cut to `length` characters with an ellipsis where it is longer. */
export function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

function spellOut(character: string): string {
  let spelled = "";
  for (let index = 0; index < character.length; index += 1)
    spelled += `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
  return spelled;
}
