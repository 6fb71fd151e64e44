/** A word of a command as the program gets it, or undefined where it is not known before it runs. */
export type Word = string | undefined;

/** One program run: its name and arguments, wrappers removed. */
export interface Run {
  readonly words: readonly Word[];
  /** Whether it is sent something through a pipe, a here-document or from a file. */
  readonly receives: boolean;
}
