import type { Find } from "../../texts/in-order.ts";
import type { Severity } from "../../taxonomies/severity.ts";

/** A purpose that a text admits to. */
export interface Purpose {
  readonly severity: Severity;
  /** Where one of its arguments is described and not the tool: an option to `bypass checks` is open about it. */
  readonly ofArguments?: Severity;
  /** To follow "the text says that the tool". */
  readonly what: string;
  readonly find: Find;
}
