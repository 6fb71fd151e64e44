import { FALSE, TRUE, type Truth, UNCERTAIN } from "../../truth.ts";
import type { Effects } from "../effects.ts";
import type { Word } from "../run.ts";
import type { Does } from "./row.ts";

/** Gathers the effects of a run; each finding can only add to them. */
export class Tally {
  #destructive: Truth = FALSE;
  #network: Truth = FALSE;
  readonly #reads: Word[] = [];
  readonly #writes: Word[] = [];
  readonly #folders: Word[] = [];
  #othersRead: Truth = FALSE;
  #othersWritten: Truth = FALSE;
  #reason: string | undefined;

  /** Adds what `does` means for these operands. */
  add(does: Does, operands: readonly Word[], why: string): this {
    switch (does) {
      case "prints":
        return this;
      case "lists":
        return this.reads(operands.length === 0 ? ["."] : operands);
      case "reads":
        return this.reads(operands);
      case "searches":
        return this.reads(operands.slice(1));
      case "writes":
        return this.writes(operands);
      case "copies":
        return this.reads(operands.slice(0, -1)).writes(operands.slice(-1));
      case "derives":
        // One word with `*` in it may be two files.
        return this.reads(operands.slice(0, 1)).writes(
          operands.filter((word, index) => index > 0 || (word !== undefined && /[*?[]/.test(word))),
        );
      case "destroys":
        return this.destroys().writes(operands);
      case "updates":
        return this.writesOthers();
      case "asks":
        return this.connects();
      case "fetches":
        return this.connects().writesOthers();
      case "reveals":
      case "changes":
        return this.changes(why);
      case "sends":
        return this.connects().changes(why).writesOthers();
      case "wrecks":
        return this.destroys();
      case "razes":
        return this.destroys().connects();
      case "runs":
        return this.anything(why);
    }
  }

  reads(paths: readonly Word[]): this {
    this.#reads.push(...paths.filter((path) => path !== "-"));
    return this;
  }

  writes(paths: readonly Word[]): this {
    this.#writes.push(...paths.filter((path) => path === undefined || !NOWHERE.test(path)));
    return this;
  }

  /** All that is below these folders is read. */
  readsBelow(folders: readonly Word[]): this {
    this.#folders.push(...folders);
    return this;
  }

  readsOthers(): this {
    this.#othersRead = UNCERTAIN;
    return this;
  }

  writesOthers(): this {
    this.#othersWritten = TRUE;
    return this;
  }

  destroys(): this {
    this.#destructive = TRUE;
    return this;
  }

  connects(): this {
    this.#network = TRUE;
    return this;
  }

  /** It changes something for which there is no better word than that it may destroy. */
  changes(why: string): this {
    if (this.#destructive === FALSE) this.#destructive = UNCERTAIN;
    this.#reason ??= why;
    return this;
  }

  /** It may do anything. */
  anything(why: string): this {
    this.changes(why);
    if (this.#network === FALSE) this.#network = UNCERTAIN;
    if (this.#othersRead === FALSE) this.#othersRead = UNCERTAIN;
    if (this.#othersWritten === FALSE) this.#othersWritten = UNCERTAIN;
    return this;
  }

  result(): Effects {
    return {
      destructive: this.#destructive,
      network: this.#network,
      reads: { paths: this.#reads, others: this.#othersRead, folders: this.#folders },
      writes: { paths: this.#writes, others: this.#othersWritten, folders: [] },
      reason: this.#reason,
    };
  }
}

/** Places that keep nothing. */
const NOWHERE = /^(?:-|\/dev\/(?:null|stdout|stderr|tty|fd\/\d+))$/;
