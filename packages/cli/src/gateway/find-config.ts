import { existsSync } from "node:fs";

const CONFIG = "capfence.mcp.yaml";

/** The configuration that nobody needs to name, where there is one. */
export function findConfig(): string | undefined {
  return existsSync(CONFIG) ? CONFIG : undefined;
}
