/** How a text is written; a later kind needs more care than an earlier one. */
export type Writing = 0 | 1 | 2;

/** Words of letters, digits and `_ . / : = @ % + , -` with one space between them: a shell takes them as they stand. */
export const WORDS = 0 as const;
/** Printable ASCII without needless white space: folding would change nothing. */
export const PRINTABLE = 1 as const;
/** Anything else. */
export const OTHER = 2 as const;

/** The kind of text that each ASCII character makes. */
export const WRITING_OF_ASCII: Readonly<Uint8Array> = Uint8Array.from({ length: 128 }, (_, code) =>
  /[\w./:=@%+, -]/.test(String.fromCodePoint(code))
    ? WORDS
    : code > 31 && code < 127
      ? PRINTABLE
      : OTHER,
);
