/** A key as a part of a JSON pointer (RFC 6901), with the slash before it. */
export function pointerPart(key: string): string {
  return `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
