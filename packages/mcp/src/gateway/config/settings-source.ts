import { dirname, resolve } from "node:path";
import type { PolicyProblem } from "@capfence/core";
import { PolicySource, type SourceNode } from "@capfence/core/source";

/** Where in a file something stands. */
export type Place = Pick<SourceNode, "key" | "line" | "column">;

const HINTS = {
  empty: "a configuration needs at least policy and upstreams",
  large: "a configuration is never that large",
};

/** Keys whose values may be secrets, into which the environment is filled. */
const FILLED_IN =
  /^storage$|^upstreams\..*\.(?:url$|(?:env|headers)\.)|^identity\.(?:bearer\[\d+\]\.(?:capability_)?|capability_)token$/;

/** Whether the value of a node may be a secret, into which the environment is filled. */
export function isFilledIn({ key }: Place): boolean {
  return FILLED_IN.test(key);
}

/** A configuration while it is read: what is wrong with it, what is unwise, and what its texts may refer to. */
export class SettingsSource {
  readonly file: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly warnings: PolicyProblem[] = [];
  readonly #source: PolicySource;

  constructor(file: string, environment: NodeJS.ProcessEnv) {
    this.file = file;
    this.environment = environment;
    this.#source = new PolicySource(file, HINTS);
  }

  /** The text as nodes; undefined where it is not well formed, which is then a problem. */
  read(text: string): SourceNode | undefined {
    return this.#source.read(text);
  }

  /** Every fault found so far. */
  get problems(): readonly PolicyProblem[] {
    // What reads YAML quotes numbers that it cannot hold, and knows nothing of secrets.
    return this.#source.problems.map((problem) =>
      FILLED_IN.test(problem.key) && /\d{8}/.test(problem.message)
        ? { ...problem, message: "expected text; put it in quotes" }
        : problem,
    );
  }

  /** Reports what makes the configuration unusable. */
  report(place: Place, message: string): undefined {
    return this.#source.report(place, message);
  }

  /** Notes what is allowed and unwise. */
  warn({ line, column, key }: Place, message: string): void {
    this.warnings.push({ file: this.file, line, column, key, message });
  }

  /** A path as it is written in the file, absolute. */
  resolve(path: string): string {
    return resolve(dirname(this.file), path);
  }
}
