import { readTexts } from "../document/source-values.ts";
import { FALSE, TRUE } from "../truth.ts";
import type { CompileCondition } from "./condition.ts";
import { showValues } from "./show-values.ts";

/** `only_args`: the payload has no other keys than these. */
export const compileOnlyArgs: CompileCondition = (node, _side, problem) => {
  const names = readTexts(node, problem);
  if (names === undefined) return undefined;
  const known = new Set(names);
  return {
    key: "only_args",
    samples: () => [
      {
        at: "",
        values: ["unlisted_argument", ...known].map((name) => ({ [name]: true })),
        complete: true,
      },
    ],
    evaluate: (view) =>
      Object.keys(view.event.payload).every((key) => known.has(key)) ? TRUE : FALSE,
    saw(view) {
      const others = Object.keys(view.event.payload).filter((key) => !known.has(key));
      return `other arguments: ${showValues(others)}`;
    },
  };
};
