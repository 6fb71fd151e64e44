/** Tag characters, which no screen shows and a model reads as the ASCII that they stand for. */
const TAGS = /[\u{e0020}-\u{e007e}]/gu;

/** What tag characters in a text spell. */
export function tagsRead(text: string): string {
  return text.replace(TAGS, (tag) => String.fromCharCode((tag.codePointAt(0) ?? 0) - 0xe0000));
}

/** A text without what cannot be seen; line ends and tabs remain. */
export function withoutUnseen(text: string): string {
  return text.replace(
    /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu,
    "",
  );
}

/** A text for people, as JSON has it and short, with every character that cannot be seen as `U+XXXX`. */
export function shown(text: string, most = 120): string {
  const letters = Array.from(text.slice(0, most * 4));
  const short = letters.length > most ? `${letters.slice(0, most).join("")}…` : letters.join("");
  return JSON.stringify(
    short.replace(/(?![ \t\n\r])[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu, codePoint),
  );
}

/** `U+200B` for a character. */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
