/** A name as a part of a JSON Pointer (RFC 6901), with the slash before it. */
export function pointerPart(name: string): string {
  return `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
