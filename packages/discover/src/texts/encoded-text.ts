/** Long enough for a few words. */
const BASE64 = /[A-Za-z0-9+/_-]{24,}/g;
const HEXADECIMAL = /(?<![0-9a-fA-F])(?:[0-9a-fA-F]{2}[ :]?){16,}(?![0-9a-fA-F])/g;
/** So many are decoded of one text. */
const MOST = 200;

/** Words that stand in a text as base64 or hexadecimal digits, decoded: a person sees noise where a model reads on. */
export function encodedTexts(text: string): readonly string[] {
  return [
    ...firstOf(text, BASE64).map((digits) => Buffer.from(digits, "base64")),
    ...firstOf(text, HEXADECIMAL).map((digits) => Buffer.from(digits.replace(/[ :]/g, ""), "hex")),
  ]
    .map((bytes) => bytes.toString("utf8"))
    .filter(isProse);
}

function firstOf(text: string, pattern: RegExp): readonly string[] {
  return text.match(pattern)?.slice(0, MOST) ?? [];
}

/** Three words that follow one another, and nothing that is no text. */
function isProse(text: string): boolean {
  return (
    /(?<!\p{L})(?:\p{L}{2,20}[^\p{L}\n]{1,3}){2}\p{L}{2}/u.test(text) &&
    !/(?![\t\n\r])[\p{Cc}\p{Cn}\p{Co}\ufffd]/u.test(text)
  );
}
