import type { Json, JsonObject } from "@capfence/core";
import type { Claims } from "./examined-tool.ts";
import { objectAt } from "./json.ts";

/** What a tool's annotations claim; what is not true or false is no claim. */
export function claimsOf(definition: JsonObject): Claims {
  const annotations = objectAt(definition, "annotations") ?? {};
  return {
    isReadOnly: claim(annotations["readOnlyHint"]),
    isDestructive: claim(annotations["destructiveHint"]),
    isIdempotent: claim(annotations["idempotentHint"]),
    isOpenWorld: claim(annotations["openWorldHint"]),
  };
}

function claim(value: Json | undefined): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}
