import { ConfigurationError } from "../errors.ts";
import type { StorageEngine } from "./engine.ts";

/** Always throws: this host has no folder to keep state in. */
export function stateFolder(): string {
  throw new ConfigurationError("this host has no state folder; pass { storage }");
}

/** Always throws: this host has no durable place that CapFence could choose by itself. */
export function openDefaultStorage(): StorageEngine {
  throw new ConfigurationError("this host has no durable storage of its own; pass { storage }");
}
