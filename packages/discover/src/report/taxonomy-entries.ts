import type { Mappings } from "../taxonomies/mappings.ts";
import { TAXONOMIES } from "../taxonomies/taxonomies.ts";
import type { Taxonomy } from "../taxonomies/taxonomy.ts";

/** Every taxonomy with the member of `Mappings` that names its identifiers, always in the same order. */
export function taxonomyEntries(): readonly (readonly [keyof Mappings, Taxonomy])[] {
  return Object.entries(TAXONOMIES) as [keyof Mappings, Taxonomy][];
}
