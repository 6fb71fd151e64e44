/** An id that people can type, such as `apr_` and 16 hexadecimal digits. */
export function shortId(prefix: "apr" | "grt", newId: () => string): string {
  return `${prefix}_${newId().replaceAll("-", "").slice(0, 16)}`;
}
