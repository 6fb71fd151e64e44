import { PolicySource } from "@capfence/core/source";
import { HIDDEN } from "./hidden.ts";
import { ConfigFault } from "./config-fault.ts";
import type { ConfigNode } from "./config-node.ts";

const HINTS = { empty: "it has no servers", large: "it is too large for a configuration" };

/** Reads YAML as CapFence reads its own configurations. Throws `ConfigFault`. */
export function parseYaml(text: string): ConfigNode {
  const source = new PolicySource("", HINTS);
  const root = source.read(text);
  if (root !== undefined) return root;
  const [problem] = source.problems;
  // A project may have a link to a file of its user here, of which nothing is to be quoted.
  const message = problem?.message.replaceAll(/!\S+|\*\S+|\d{5,}|"[^"]*"/g, HIDDEN);
  throw new ConfigFault(`it is not YAML: ${message ?? ""}`, problem?.line);
}
