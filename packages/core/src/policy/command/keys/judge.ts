import type { Findings } from "../findings.ts";
import type { JudgedRun } from "../reading.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../../truth.ts";

/** What is judged: the commands of a payload, or the texts beside them. */
export interface Judged {
  readonly findings: Findings;
  readonly runs: readonly JudgedRun[];
  readonly folder: string | undefined;
}

/** What one key of a `command` condition says of commands. */
export type Judge = (judged: Judged) => Truth;

/** The truth of "some of these is so"; what is opaque may hide one. */
export function some(truths: Iterable<Truth>, opaque?: string): Truth {
  let truth: Truth = opaque === undefined ? FALSE : UNCERTAIN;
  for (const one of truths) {
    if (one > truth) truth = one;
    if (truth === TRUE) return TRUE;
  }
  return truth;
}

/** The truth of "all of these are so"; what is opaque may hide one that is not. */
export function every(truths: Iterable<Truth>, opaque?: string): Truth {
  let truth: Truth = opaque === undefined ? TRUE : UNCERTAIN;
  for (const one of truths) {
    if (one < truth) truth = one;
    if (truth === FALSE) return FALSE;
  }
  return truth;
}

/** Kleene's NOT. */
function not(truth: Truth): Truth {
  return truth === TRUE ? FALSE : truth === FALSE ? TRUE : UNCERTAIN;
}

/** A judge that agrees with what is expected: the thing itself, or that it is not so. */
export function expects(expected: boolean, judge: Judge): Judge {
  return expected ? judge : (judged) => not(judge(judged));
}
