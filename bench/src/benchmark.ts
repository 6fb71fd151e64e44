import type { JsonObject } from "@capfence/core";

/** How a benchmark is run. */
interface BenchmarkOptions {
  /** Few and short samples: shows that everything works, not how fast it is. */
  readonly quick: boolean;
  /** How long to go on, for a search without an end. */
  readonly seconds?: number | undefined;
  /** Where random choices begin, for a search. */
  readonly seed?: number | undefined;
}

/** What a benchmark found, for people and for programs. */
export interface BenchmarkResult {
  readonly text: string;
  readonly json: JsonObject;
}

/** Something that `pnpm bench NAME` runs. */
export interface Benchmark {
  readonly name: string;
  readonly summary: string;
  /** Throws `DisagreementError` where two contenders do not do the same work. */
  run(options: BenchmarkOptions): Promise<BenchmarkResult>;
}

/** Contenders gave different answers, so there is nothing to compare. */
export class DisagreementError extends Error {
  override readonly name = "DisagreementError";
}
