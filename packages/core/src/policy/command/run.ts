/** A word of a command as the program gets it, or undefined where it is not known before it runs. */
export type Word = string | undefined;

/** One program run: its name and arguments, wrappers removed. */
export interface Run {
  readonly words: readonly Word[];
  /** Whether it is sent something through a pipe, a here-document or from a file. */
  readonly receives: boolean;
  /** What is known of an undefined word, by its index: text with `*`, which every word it becomes matches. Without it, it may become any words. */
  readonly shapes?: ReadonlyMap<number, string>;
}
