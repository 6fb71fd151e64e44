import type { Upstream } from "@capfence/mcp/gateway";

/** What `capfence mcp pin` takes. */
export interface PinOptions {
  readonly config?: string;
  readonly policy?: string;
  readonly lock?: string;
  readonly name?: string;
  readonly review?: boolean;
  readonly accept?: boolean;
}

/** The servers whose tools are pinned, and the file that they stand in. */
export interface PinTargets {
  readonly upstreams: readonly Upstream[];
  readonly file: string;
  /** Whether these are all that the file is for. */
  readonly isWhole: boolean;
}

/** Finds what is to be pinned: by a configuration, or by the command of one server. */
export type FindPinTargets = (
  options: PinOptions,
  command: readonly string[],
) => PinTargets | Promise<PinTargets>;
