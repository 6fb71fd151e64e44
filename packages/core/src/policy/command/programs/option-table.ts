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

const SPEC = /^(-[^=\s][^=\s]*?)(=\??)?([<>!#@^~%+:&/.*]*)$/;
/** Marks of options that do no more than name or find what is read. */
const HARMLESS = /^[<~%/.*]*$/;

/** Whether an option does no more than name or find what is read. */
export function isHarmless({ marks }: Option): boolean {
  return HARMLESS.test(marks);
}

/**
 * Reads `-o,--output=> -n= -i=?^`: names joined by commas; `=` takes a value, `=?` only an attached one. Then what it
 * does: `<` its value is a file it reads, `>` one it writes; `!` anything may happen; `@` it connects; `+` it changes
 * something, `:` so it does unless its value is GET, HEAD or OPTIONS; `&` it writes files not named.
 * Of operands: `#` they are destroyed, `^` written, `~` only read, `%` looked for and nothing done with them, `*` so is
 * all below them (read, where operands are read), `/` without them the current folder is read, `.` the first is a file, for the option is the pattern.
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
