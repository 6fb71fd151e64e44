/** What names and numbers risks. */
export interface Taxonomy {
  readonly name: string;
  readonly version: string;
  /** Where it is published. */
  readonly url: string;
  /** Titles by identifier: of all of it, or of what rules refer to where there is much more. */
  readonly titles: Readonly<Record<string, string>>;
}
