import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";

/** An event that cannot be judged, and where in it that shows. */
export class EventProblem extends CommandFailure {
  /** The keys that lead to the wrong value. */
  readonly path: readonly string[];
  /** What is wrong, without the place. */
  readonly fault: string;

  constructor(path: readonly string[], fault: string, options?: ErrorOptions) {
    super(EXIT.unusable, `event${path.map((key) => `.${key}`).join("")}: ${fault}`, options);
    this.path = path;
    this.fault = fault;
  }
}
