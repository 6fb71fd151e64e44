import type { Parameter } from "../meaning/examined-tool.ts";
import { quoteAll } from "./quote.ts";
import type { Hit } from "./rule.ts";

/** One hit for all of some parameters, as each alone says no more than all do; none where there are none. */
export function hitOn(
  parameters: readonly Parameter[],
  message: (quoted: string) => string,
): readonly Hit[] {
  const [first] = parameters;
  if (first === undefined) return [];
  return [
    {
      pointer: parameters.length === 1 ? first.pointer : "/inputSchema",
      message: message(quoteAll(parameters)),
      evidence: { parameters: parameters.map(({ pointer }) => pointer) },
    },
  ];
}
