/** The words of an identifier or a sentence, in lower case: `sendHTTPRequest_v2` is send, http, request, v2. */
export function wordsOf(text: string): readonly string[] {
  return (
    text
      .normalize("NFKC")
      .match(/\p{Lu}+(?!\p{Ll})\d*|\p{Lu}?\p{Ll}+\d*|\p{Lo}+|\d+/gu)
      ?.map((word) => word.toLowerCase()) ?? []
  );
}

/** The words of a list, written one after the other with blanks between. */
export function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
