import type { Json } from "../../encoding/json.ts";
import type { EventView } from "../payload/event-view.ts";
import { parsePointer, resolvePointer } from "../payload/json-pointer.ts";
import type { SourceNode } from "../document/source.ts";
import { isMapping } from "../document/source-values.ts";
import { TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import { type ArgumentMatcher, compileArgumentMatcher } from "./argument-matcher.ts";
import { sampleArgument } from "./argument-samples.ts";
import type { CompileCondition, Condition, Samples } from "./condition.ts";
import { showValues } from "./show-values.ts";

/** One pointer of an `args` condition, and what the value there has to be. */
interface Argument {
  readonly pointer: string;
  readonly tokens: readonly string[];
  readonly match: ArgumentMatcher;
}

/** `args`: the values at these JSON Pointers (RFC 6901) match, all of them. */
export const compileArgs: CompileCondition = (node, side, problem) => {
  if (!isMapping(node) || node.entries.length === 0)
    return problem(
      node,
      'expected a mapping of JSON Pointers to matchers, such as { "/branch": main }',
    );
  const matchers: Argument[] = [];
  for (const { name, node: value } of node.entries) {
    const tokens = parsePointer(name);
    if (tokens === undefined) {
      problem(value, `"${name}" is not a JSON Pointer; it must start with "/"`);
      continue;
    }
    const match = compileArgumentMatcher(value, side, problem);
    if (match !== undefined) matchers.push({ pointer: name, tokens, match });
  }
  return new ArgsCondition(matchers, node);
};

class ArgsCondition implements Condition {
  readonly key = "args";
  readonly #arguments: readonly Argument[];
  readonly #node: SourceNode;

  constructor(matchers: readonly Argument[], node: SourceNode) {
    this.#arguments = matchers;
    this.#node = node;
  }

  samples(): readonly Samples[] {
    return this.#node.entries.map(({ name, node }) => sampleArgument(name, node));
  }

  evaluate(view: EventView, absent: Truth): Truth {
    let truth: Truth = TRUE;
    for (const argument of this.#arguments) {
      const one = argument.match(valueAt(argument, view), absent);
      if (one < truth) truth = one;
    }
    return truth;
  }

  doubt(view: EventView, absent: Truth): string {
    const doubts = this.#arguments
      .filter((argument) => argument.match(valueAt(argument, view), absent) === UNCERTAIN)
      .map((argument) =>
        valueAt(argument, view) === undefined
          ? `there is no "${argument.pointer}"`
          : `the value at "${argument.pointer}" is of another type or form than the rule compares with`,
      );
    return doubts.join(", and ");
  }

  saw(view: EventView): string {
    return this.#arguments
      .map((argument) => {
        const value = valueAt(argument, view);
        return `${argument.pointer}: ${value === undefined ? "nothing" : showValues([value])}`;
      })
      .join("; ");
  }
}

function valueAt({ tokens }: Argument, view: EventView): Json | undefined {
  return resolvePointer(view.event.payload, tokens);
}
