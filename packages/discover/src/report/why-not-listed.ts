import type { ReachedServer } from "../inventory/inventory.ts";

/** Why nobody knows what a server lists, for people. */
export function whyNotListed({ state, fault }: ReachedServer): string {
  return fault ?? state;
}
