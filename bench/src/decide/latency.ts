import { ActionEvent, type CapabilitySystem } from "@capfence/core";

/** How long single decisions take, in microseconds. */
export interface Latency {
  readonly median: number;
  /** 99 of 100 take no longer. */
  readonly p99: number;
}

const MICROSECONDS = 1000;

/** Times each decision by itself, in turns over all events, after some that only warm up. */
export function measureLatency(
  system: CapabilitySystem,
  events: readonly ActionEvent[],
  quick: boolean,
): Latency {
  const turns = quick ? 2 : 40;
  const times: number[] = [];
  for (let turn = 0; turn < turns * 2; turn += 1)
    for (const event of events) {
      const start = performance.now();
      system.decide(event);
      const elapsed = (performance.now() - start) * MICROSECONDS;
      if (turn >= turns) times.push(elapsed);
    }
  times.sort((one, other) => one - other);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? 0;
  return { median: at(0.5), p99: at(0.99) };
}
