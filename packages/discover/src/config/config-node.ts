/** A value of a configuration, and where it stands; JSON, TOML and YAML are read into it. */
export interface ConfigNode {
  /** From 1, if it is known. */
  readonly line?: number | undefined;
  /** A scalar as it is; an object for a mapping and an array for a list, whose contents stand below. */
  readonly value: unknown;
  readonly items: readonly ConfigNode[];
  /** Every one that is written, so that what stands twice under one key is seen twice. */
  readonly entries: readonly ConfigEntry[];
}

/** A key of a mapping, and the value under it. */
export interface ConfigEntry {
  readonly name: string;
  readonly line?: number | undefined;
  readonly node: ConfigNode;
}

/** Whether it has keys. */
export function isMapping({ value }: ConfigNode): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What stands under a key: the last that does, as programs read it. */
export function at(node: ConfigNode | undefined, name: string): ConfigNode | undefined {
  return node?.entries.findLast((entry) => entry.name === name)?.node;
}

/** A text that stands under a key. */
export function textAt(node: ConfigNode | undefined, name: string): string | undefined {
  const value = at(node, name)?.value;
  return typeof value === "string" ? value : undefined;
}
