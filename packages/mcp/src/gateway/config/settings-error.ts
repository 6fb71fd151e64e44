import { ConfigurationError, describeProblem, type PolicyProblem } from "@capfence/core";

/** A configuration that cannot be used; `problems` holds every fault found, each with its place. */
export class SettingsError extends ConfigurationError {
  override readonly name = "SettingsError";
  readonly problems: readonly PolicyProblem[];

  constructor(problems: readonly PolicyProblem[]) {
    super(problems.map(describeProblem).join("\n"));
    this.problems = problems;
  }
}
