/** The three values of the policy language, spelled out. */
export type Truth = "true" | "uncertain" | "false";

/** Kleene's conjunction. */
export function and(truths: readonly Truth[]): Truth {
  if (truths.includes("false")) return "false";
  return truths.includes("uncertain") ? "uncertain" : "true";
}

/** Kleene's disjunction. */
export function or(truths: readonly Truth[]): Truth {
  if (truths.includes("true")) return "true";
  return truths.includes("uncertain") ? "uncertain" : "false";
}

/** Kleene's negation. */
export function not(truth: Truth): Truth {
  if (truth === "uncertain") return "uncertain";
  return truth === "true" ? "false" : "true";
}

/** A fact that is known to hold or not. */
export function known(fact: boolean): Truth {
  return fact ? "true" : "false";
}
