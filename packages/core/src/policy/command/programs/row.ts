import type { Run } from "../run.ts";
import type { Effects } from "../effects.ts";

/**
 * What a program does with its operands. `prints`: they are no files. `lists`: they are folders it lists (the
 * current one if none). `reads`. `searches`: the first is a pattern, the rest are read. `writes`: makes or changes
 * them. `copies`: reads all but the last, which it writes. `derives`: reads the first and writes the second.
 * `destroys`: what they held is gone. `updates`: writes files they do not name. `asks`: reads from another host.
 * `fetches`: also writes files. `changes`: changes what is no file (a service, a setting). `sends`: changes something
 * through another host, or installs from it. `reveals`: shows a secret. `wrecks`: surely destroys or escalates.
 * `razes`: the same on another host. `runs`: may do anything.
 */
export type Does =
  | "prints"
  | "lists"
  | "reads"
  | "searches"
  | "writes"
  | "copies"
  | "derives"
  | "destroys"
  | "updates"
  | "asks"
  | "fetches"
  | "changes"
  | "sends"
  | "reveals"
  | "wrecks"
  | "razes"
  | "runs";

/** What a program, or one command of it, does: data, so that it is easy to read, check and extend. */
export interface Behaviour {
  readonly does: Does;
  /** What it does without operands, where that is something else. */
  readonly bare?: Does;
  /** What it does with one operand, where that is something else. */
  readonly single?: Does;
  /** All that is below the folders it reads is read with them. */
  readonly deep?: true;
  /** It is there to visit any address: one among its operands says nothing more. */
  readonly visits?: true;
  /** Options that take a value or do something, in the notation of `option-table.ts`. */
  readonly options?: string;
  /** No option but those listed writes, runs a program or connects: an option that is not listed is harmless. */
  readonly open?: true;
  /** Operands that change what it does; the worst that matches counts, on top of `does`. */
  readonly words?: readonly (readonly [RegExp, Does])[];
}

/**
 * Commands of a program that behave alike, such as `git log` and `git show`. Words of one name are joined by `/`
 * (`remote/show`), and `*` stands for any text in one word (`list-*`).
 */
interface CommandRow extends Behaviour {
  readonly names: string;
}

/** Programs that behave alike. */
export interface ProgramRow extends Behaviour {
  /** Separated by spaces. */
  readonly names: string;
  /** Where to check what this row says: a page of POSIX, a manual, the tool's documentation. */
  readonly source: string;
  /** `word`: options are whole words with one dash, such as `-name`; otherwise `-n` may be bundled and `--name` shortened. */
  readonly style?: "word";
  /** Options that, alone, ask for its version only. */
  readonly version?: string;
  /** Its own options stand before its command only: the same letters mean something else behind it. */
  readonly before?: true;
  /** What its first operands name; an operand that is none of them leads to `does`. */
  readonly commands?: readonly CommandRow[];
  /** Reads a grammar that no table can say. */
  readonly read?: (run: Run) => Effects;
}

/** Rows given as lines: names that share everything else. */
export type Rows = readonly ProgramRow[];
