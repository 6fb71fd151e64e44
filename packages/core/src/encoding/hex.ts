const DIGITS: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, "0"),
);

/** Bytes as lower-case hex digits. */
export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += DIGITS[byte];
  return text;
}

/** What each character below 128 is worth as a digit. */
const VALUES = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(value) ? 0 : value;
});

/** The bytes of hex digits; what is none counts as 0, since whoever reads digests compares them afterwards. */
export function fromHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length >> 1);
  for (let place = 0; place < bytes.length; place += 1)
    bytes[place] = 16 * valueAt(text, 2 * place) + valueAt(text, 2 * place + 1);
  return bytes;
}

function valueAt(text: string, place: number): number {
  return VALUES[text.charCodeAt(place)] ?? 0;
}
