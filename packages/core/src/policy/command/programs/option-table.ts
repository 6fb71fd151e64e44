/** What an option does, apart from what its program does. */
export interface Option {
  /** The form of its value: none, one that may stand in the next word, or one only ever attached. */
  readonly value: "none" | "next" | "attached";
  /** Marks: see `readOptions`. */
  readonly marks: string;
}

/** Options by their spelling with dashes. */
export interface OptionTable {
  readonly options: ReadonlyMap<string, Option>;
  /** Whether some option has marks that matter. */
  readonly dangerous: boolean;
}

const SPEC = /^(-[^=\s][^=\s]*?)(=\??)?([<>!#@^~%+:&/.]*)$/;
/** Marks of options that do no more than name or find what is read. */
const HARMLESS = /^[<~%/.]*$/;

/**
 * Reads `-o,--output=> -n= -i=?^ --checkpoint-action=!`: names joined by commas; `=` takes a value, `=?` only an attached one; then
 * `<` the value is a file it reads, `>` one it writes, `!` anything may happen, `#` it destroys, `@` it connects,
 * `^` operands are written, `~` operands are only read, `%` operands are looked for, `+` it changes something, `:` so it does unless its value is GET, HEAD or OPTIONS, `&` it writes files not named, `/` without
 * operands the current folder is read, `.` it gives the pattern, so that the first operand is a file.
 */
export function readOptions(text: string): OptionTable {
  const options = new Map<string, Option>();
  let dangerous = false;
  for (const token of text.split(/\s+/).filter(Boolean)) {
    const [, names, equals, marks = ""] = SPEC.exec(token) ?? [];
    if (names === undefined) throw new TypeError(`"${token}" is not an option`);
    const value = equals === undefined ? "none" : equals === "=" ? "next" : "attached";
    for (const name of names.split(",")) options.set(name, { value, marks });
    dangerous ||= !HARMLESS.test(marks);
  }
  return { options, dangerous };
}
