import { AnswerLost } from "../upstream/conversation.ts";

/** The longest time that a timer can wait. */
const LONGEST = 0x7fff_ffff;

/**
 * Does something with a signal that is aborted with another one, or after so many milliseconds. Nothing is left behind
 * of it: signals of sessions live long, and timers of calls that were answered at once would pile up.
 */
export async function within<Result>(
  milliseconds: number,
  outer: AbortSignal,
  doing: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const stop = new AbortController();
  const abandon = (): void => stop.abort(outer.reason);
  const late = (): void => stop.abort(new AnswerLost(`no answer within ${milliseconds} ms`));
  const limit =
    milliseconds === Infinity ? undefined : setTimeout(late, Math.min(milliseconds, LONGEST));
  if (outer.aborted) abandon();
  else outer.addEventListener("abort", abandon, { once: true });
  try {
    return await doing(stop.signal);
  } finally {
    clearTimeout(limit);
    outer.removeEventListener("abort", abandon);
  }
}
