import { parsePointer, resolvePointer } from "../payload/json-pointer.ts";
import { isMapping } from "../document/source-values.ts";
import { TRUE, type Truth } from "../truth.ts";
import { type ArgumentMatcher, compileArgumentMatcher } from "./argument-matcher.ts";
import { sampleArgument } from "./argument-samples.ts";
import type { CompileCondition } from "./condition.ts";

/** `args`: the values at these JSON Pointers (RFC 6901) match, all of them. */
export const compileArgs: CompileCondition = (node, side, problem) => {
  if (!isMapping(node) || node.entries.length === 0)
    return problem(
      node,
      'expected a mapping of JSON Pointers to matchers, such as { "/branch": main }',
    );
  const matchers: { readonly tokens: readonly string[]; readonly match: ArgumentMatcher }[] = [];
  for (const { name, node: value } of node.entries) {
    const tokens = parsePointer(name);
    if (tokens === undefined) {
      problem(value, `"${name}" is not a JSON Pointer; it must start with "/"`);
      continue;
    }
    const match = compileArgumentMatcher(value, side, problem);
    if (match !== undefined) matchers.push({ tokens, match });
  }
  return {
    key: "args",
    samples: () => node.entries.map(({ name, node: value }) => sampleArgument(name, value)),
    evaluate(view, absent) {
      let truth: Truth = TRUE;
      for (const { tokens, match } of matchers) {
        const one = match(resolvePointer(view.event.payload, tokens), absent);
        if (one < truth) truth = one;
      }
      return truth;
    },
  };
};
