import type { SourceNode } from "../document/source.ts";
import { describe, type Problem } from "../document/source-values.ts";

/** The time within which uses count. */
export interface Window {
  /** As the policy writes it, such as `24h`. */
  readonly text: string;
  readonly milliseconds: number;
}

const TIME = /^([1-9]\d{0,9})([smhd])$/;
const MILLISECONDS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const MOST_DAYS = 366;

/** Reads a time such as `30s`, `15m`, `24h` or `7d`, of at most 366 days. */
export function readWindow(node: SourceNode, problem: Problem): Window | undefined {
  const text = typeof node.value === "string" ? node.value : "";
  const [, count = "", unit = ""] = TIME.exec(text) ?? [];
  const milliseconds = Number(count) * (MILLISECONDS[unit] ?? 0);
  if (milliseconds === 0)
    return problem(
      node,
      `expected a time such as 30s, 15m, 24h or 7d, from 1s on, got ${describe(node)}`,
    );
  if (milliseconds > MOST_DAYS * (MILLISECONDS["d"] ?? 0))
    return problem(node, `"${text}" is too long; uses are counted for at most ${MOST_DAYS}d`);
  return { text, milliseconds };
}
