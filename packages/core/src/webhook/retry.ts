/** How often a message is sent at most. */
export const ATTEMPTS = 5;

/** No pause between attempts is longer, in milliseconds; who asks for a longer one is not asked again. */
const LONGEST_PAUSE = 300_000;

/** Answers after which the same request may succeed: timeout, too early, too many requests. */
const PASSING: readonly number[] = [408, 425, 429];

/** Whether sending the same message again could help. */
export function mayPass(status: number): boolean {
  return status >= 500 || PASSING.includes(status);
}

/**
 * How long to wait after a failed attempt (counted from 1), in milliseconds: twice as long each time, from half of that
 * to all of it as `random` (0 to 1) says, and never less than `retryAfter` asks. Undefined where that is too long.
 */
export function pauseAfter(
  attempt: number,
  backoff: number,
  random: number,
  retryAfter: number | undefined,
): number | undefined {
  const longest = Math.min(backoff * 2 ** (attempt - 1), LONGEST_PAUSE);
  const wait = Math.max(longest * (0.5 + random / 2), retryAfter ?? 0);
  return wait <= LONGEST_PAUSE ? wait : undefined;
}

/** What a `Retry-After` header asks for, in milliseconds from now (RFC 9110, 10.2.3): seconds, or a date. */
export function readRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  // Other forms of dates depend on where one is.
  const date = header.endsWith("GMT") ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Resolves after so many milliseconds. Rejects with the signal's reason. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
  });
}
