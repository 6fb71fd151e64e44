import type { Severity } from "../../taxonomies/severity.ts";
import type { Find } from "../../texts/in-order.ts";

/** What a text tells a model to do, or how it addresses one, by which it is told from a description. */
export interface Signal {
  /** Two of different kinds are worse than one. */
  readonly kind: string;
  /** Alone. */
  readonly severity: Severity;
  /** To follow "the text". */
  readonly what: string;
  readonly find: Find;
}
