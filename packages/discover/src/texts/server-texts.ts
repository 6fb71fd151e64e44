import type { ReachedServer } from "../inventory/inventory.ts";
import { seenTexts, type SeenTexts } from "./tool-texts.ts";

/** What a server tells every model of itself; the pointers are into its answer to `initialize`. */
export function serverTexts({ instructions, says }: ReachedServer): SeenTexts {
  return seenTexts({
    ...(instructions === undefined ? {} : { instructions }),
    ...(says === undefined ? {} : { serverInfo: { ...says } }),
  });
}
