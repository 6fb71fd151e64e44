import { at, type ConfigNode, isMapping } from "../config/config-node.ts";
import { ConfigFault } from "../config/config-fault.ts";
import type { ServerTable } from "./client.ts";

/** The mappings of servers under a key of a file: all that are written, where it stands twice. Throws `ConfigFault`. */
export function tablesUnder(
  owner: ConfigNode,
  key: string,
  folder: string,
  before = "",
): readonly ServerTable[] {
  return owner.entries
    .filter(({ name, node }) => name === key && node.value !== null)
    .map(({ node, line }) => {
      const place = `${before}${key}`;
      if (!isMapping(node)) throw new ConfigFault(`its ${place} is not a mapping`, line);
      return { key: place, node, folder };
    });
}

/** The texts of several lists under the keys of a mapping. */
export function namesAt(
  owner: ConfigNode | undefined,
  ...keys: readonly string[]
): ReadonlySet<string> {
  const items = keys.flatMap((key) => at(owner, key)?.items ?? []);
  return new Set(items.flatMap(({ value }) => (typeof value === "string" ? [value] : [])));
}
