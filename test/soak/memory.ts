/** What a process held at one time, in bytes. */
export interface Sample {
  /** Since the beginning, in milliseconds. */
  readonly at: number;
  /** What is left of its heap, and of what the heap refers to, once everything is collected that can be. */
  readonly held: number;
  readonly rss: number;
}

/** How much more a process holds at the end of the second half than at its beginning, as a line through all samples has it. */
export function growth(samples: readonly Sample[], what: "held" | "rss"): number {
  const half = samples.slice(samples.length >> 1);
  const mean = (of: (sample: Sample) => number): number =>
    half.reduce((sum, sample) => sum + of(sample), 0) / half.length;
  const at = mean((sample) => sample.at);
  const value = mean((sample) => sample[what]);
  const spread = half.reduce((sum, sample) => sum + (sample.at - at) ** 2, 0);
  if (spread === 0) return 0;
  const slope =
    half.reduce((sum, sample) => sum + (sample.at - at) * (sample[what] - value), 0) / spread;
  return slope * ((half.at(-1)?.at ?? 0) - (half[0]?.at ?? 0));
}
