import type { Truth } from "./truth.ts";

/** Whether a pattern covers a capability; uncertain where the capability stops short of it. */
export function covers(pattern: string, capability: string): Truth {
  const wanted = pattern.split(".");
  const given = capability.split(".");
  const agree = wanted.every(
    (segment, at) => at >= given.length || segment === "*" || segment === given[at],
  );
  if (!agree) return "false";
  return given.length < wanted.length ? "uncertain" : "true";
}

/** Whether a rule of this pattern asserts that its calls carry what its conditions read. */
export function isConcrete(pattern: string): boolean {
  return !pattern.split(".").slice(0, 2).includes("*");
}
