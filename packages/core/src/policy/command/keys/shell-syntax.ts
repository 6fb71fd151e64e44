import { FALSE, TRUE, type Truth } from "../../truth.ts";
import { type Judge, type Judged, every, some } from "./judge.ts";

/** The operators that join commands; a line break is a `;`, and `;` stands in every loop and conditional. */
export const OPERATORS: readonly string[] = ["|", "|&", "&&", "||", ";", "&"];

/** Whether a command line has a command or process substitution. */
export function substitutes({ findings }: Judged): Truth {
  return some([findings.substitution ? TRUE : FALSE], findings.opaque);
}

/** Whether a command line joins commands. */
export function joins({ findings }: Judged): Truth {
  return some([findings.operators.size > 0 ? TRUE : FALSE], findings.opaque);
}

/** Restricting: some operator is one of these. Permitting: every operator is. */
export function usesOperators(listed: readonly string[], restricts: boolean): Judge {
  const known = new Set(listed);
  return ({ findings }) => {
    const truths = [...findings.operators].map((one): Truth => (known.has(one) ? TRUE : FALSE));
    return restricts ? some(truths, findings.opaque) : every(truths, findings.opaque);
  };
}
