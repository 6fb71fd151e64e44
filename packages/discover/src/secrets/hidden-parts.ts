/** What must not be in a message where such values may be in it: each of them, and what stands in it behind `=` or `Bearer`. */
export function hiddenParts(values: readonly string[]): readonly string[] {
  return values.flatMap((value) => [value, ...value.split(/[\s=:,;&?#@/"']+/)]);
}
