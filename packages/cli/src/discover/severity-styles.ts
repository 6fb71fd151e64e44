import type { Severity } from "@capfence/discover";
import type { Style } from "../terminal.ts";

/** How each severity is shown on a terminal that has colours. */
export const SEVERITY_STYLES: Readonly<Record<Severity, Style | readonly Style[]>> = {
  critical: ["bold", "red"],
  high: "red",
  medium: "yellow",
  low: "green",
  info: "dim",
};
