import type { Hash } from "../merkle/hash.ts";

/** What somebody outside a writer's log knows of it: the tree over its first `size` records, or the last of those. */
export interface Claim {
  readonly writer: string;
  readonly size: number;
  readonly root?: Hash;
  /** The leaf hash of record `size`, in hex. */
  readonly head?: string;
  /** Who knows it, in words. */
  readonly source: string;
  /** The writer whose open record says so; missing for a checkpoint that was kept outside. */
  readonly by?: string;
}
