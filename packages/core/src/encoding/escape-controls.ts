const CONTROL = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** `text` with control, invisible and bidirectional characters spelled as `\u{...}`, fit for a message people read. */
export function escapeControls(text: string): string {
  return text.replace(
    CONTROL,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
