import { Writable } from "node:stream";
import type { Terminal } from "../terminal.ts";

/** A terminal that only remembers what was written to it. */
export class QuietTerminal implements Terminal {
  readonly clock: () => number;
  readonly stateFolder: string;
  readonly output: Writable;
  readonly errors: Writable;
  #text = "";

  constructor({ clock, stateFolder }: Pick<Terminal, "clock" | "stateFolder">) {
    this.clock = clock;
    this.stateFolder = stateFolder;
    const remember = (chunk: unknown, _encoding: unknown, done: () => void): void => {
      this.#text += String(chunk);
      done();
    };
    this.output = new Writable({ write: remember });
    this.errors = new Writable({ write: remember });
  }

  /** Everything written so far, to either stream. */
  get text(): string {
    return this.#text;
  }
}
