import type { Json, JsonObject } from "../src/encoding/json.ts";
import { type Call, truthOf } from "./judge.ts";

const SIDES = ["restrict", "permit"] as const;

/** The truth of one matcher of `args` for the argument `/x`: in a deny and in an allow rule where these differ. */
export function matchArgument(matcher: string, x: Json | undefined, call: Call = {}): string {
  const payload: JsonObject = x === undefined ? {} : { x };
  const truths = SIDES.map((side) =>
    truthOf(side, `args: { /x: ${matcher} }`, { payload, ...call }),
  );
  return [...new Set(truths)].join(" / ");
}
