/** How far the clocks of two hosts may be apart, in milliseconds. */
const SKEW = 60_000;

/** Whether the time of a request or a grant is over. */
export function isOver(
  { createdAt, expiresAt }: { readonly createdAt: number; readonly expiresAt: number },
  now: number,
): boolean {
  // Before it was made means that the clock was set back: nobody knows what time it is, so its time is over.
  return now >= expiresAt || now < createdAt - SKEW;
}
