import type { Style } from "../terminal.ts";
import { styled, type Terminal } from "../terminal.ts";

/** How wide lines may be, and how they are coloured. */
export interface Look {
  readonly width: number;
  readonly paint: (style: Style, text: string) => string;
}

/** Lines longer than this are hard to read. */
const WIDEST = 100;

/** The look of a terminal as wide as it is now. */
export function lookOf({ output }: Pick<Terminal, "output">): Look {
  const { columns } = output as Partial<NodeJS.WriteStream>;
  return {
    // A terminal may begin a new line as soon as the last column is written.
    width: Math.min(columns ?? 80, WIDEST) - 1,
    paint: (style, text) => styled(output, style, text),
  };
}
