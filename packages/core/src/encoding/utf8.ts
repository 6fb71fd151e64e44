/** The text of bytes of UTF-8, with a byte order mark as a character; undefined for bytes that no text is written as. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
