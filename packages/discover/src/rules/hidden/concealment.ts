import type { Severity } from "../../taxonomies/severity.ts";

/** A way in which a text hides some of itself from people. */
export interface Concealment {
  readonly severity: Severity;
  /** What is hidden and how, to follow "holds". */
  readonly what: string;
  /** What a model reads there, if that can be told. */
  readonly says?: string;
}

/** Finds one kind of concealment in a text. */
export type Look = (text: string) => readonly Concealment[];
