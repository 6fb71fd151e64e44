/** What acts on a screen or hides on it: the invisible, the bidirectional, the unassigned, every space but the plain one. */
const UNSEEN = /([\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs})/u;

/** A piece of a text; one that could not be seen is spelled out as `\uXXXX`. */
interface Piece {
  readonly text: string;
  readonly isSpelledOut: boolean;
}

/** A text in pieces, of which everybody can see each. */
export function visiblePieces(text: string): readonly Piece[] {
  return text
    .split(UNSEEN)
    .map((piece, index) =>
      index % 2 === 1
        ? { text: spellOut(piece), isSpelledOut: true }
        : { text: piece, isSpelledOut: false },
    )
    .filter((piece) => piece.text !== "");
}

/** A text with everything spelled out that could not be seen. */
export function visible(text: string): string {
  return visiblePieces(text)
    .map((piece) => piece.text)
    .join("");
}

function spellOut(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => String.raw`\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");
}
