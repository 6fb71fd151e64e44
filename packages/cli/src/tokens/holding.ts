import { isBearer, type Token } from "@capfence/core/tokens";

/** Who can use a token: who has its key, whoever sees it, or who has its key, but somebody else may have seen it before. */
export type Holding = "bound" | "bearer" | "bound since";

/** Who can use a token. */
export function holdingOf({ chain, key }: Token): Holding {
  if (key !== undefined) return "bearer";
  return isBearer(chain) ? "bound since" : "bound";
}
