import type { Finding } from "@capfence/discover";
import { printable } from "../printable.ts";
import { styled } from "../terminal.ts";
import { SEVERITY_STYLES } from "./severity-styles.ts";
import { wrapped } from "./wrapped.ts";

/**
 * What was found, the worst first: each rule once, and tools of one server together where it says the same of them. What
 * several clients reach under one name stands there once too.
 */
export function findingLines(
  findings: readonly Finding[],
  output: NodeJS.WritableStream,
): readonly string[] {
  const byRule = Map.groupBy(findings, ({ severity, rule }) => `${severity} ${rule.id}`);
  return [...byRule.values()].flatMap((found) => ["", ...ruleLines(found, output)]);
}

function ruleLines(found: readonly Finding[], output: NodeJS.WritableStream): readonly string[] {
  const [first] = found;
  if (first === undefined) return [];
  const { severity, rule } = first;
  const head = `${styled(output, SEVERITY_STYLES[severity], severity)}  ${rule.title} [${rule.id}]`;
  const alike = Map.groupBy(found, ({ server, origin, message }) =>
    JSON.stringify([server, origin.client, message]),
  );
  const blocks = Array.from(alike.values(), (same) => {
    const message = printable(same[0]?.message ?? "");
    return [...wrapped(placesOf(same), output, "  "), ...wrapped(message, output, "    ")];
  });
  const once = new Map(blocks.map((block) => [block.join("\n"), block]));
  return [...wrapped(head, output), ...[...once.values()].flat()];
}

function placesOf(same: readonly Finding[]): string {
  const tools = [...new Set(same.flatMap(({ tool }) => tool ?? []))];
  const server = same[0]?.server ?? "";
  return printable(tools.length === 0 ? server : `${server} / ${tools.join(", ")}`);
}
