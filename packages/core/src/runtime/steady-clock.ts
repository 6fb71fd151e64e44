/**
 * A clock in whole milliseconds that never goes back: what has expired must not come to life again because somebody
 * set the time. Nor does it stand still until the time that was set has caught up: what was to end soon would last as
 * long as that.
 */
export function steadyClock(clock: () => number): () => number {
  let latest = Number.NEGATIVE_INFINITY;
  /** The last time that was not set back, and when the host's ticks said so. */
  let [told, tick] = [latest, 0];
  return () => {
    const now = Math.floor(clock());
    if (now >= latest) [latest, told, tick] = [now, now, performance.now()];
    else latest = Math.max(latest, told + Math.floor(performance.now() - tick));
    return latest;
  };
}
