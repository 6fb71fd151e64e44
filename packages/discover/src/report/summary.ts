import type { ServerState } from "../inventory/inventory.ts";
import type { Category } from "../rules/rule.ts";
import { type Severity, SEVERITIES } from "../taxonomies/severity.ts";
import type { Mappings } from "../taxonomies/mappings.ts";
import type { DiscoveryReport } from "./report.ts";

/** How much there is of everything in a report. */
export interface Summary {
  readonly servers: Readonly<Record<ServerState, number>>;
  readonly tools: Readonly<Record<Severity, number>>;
  readonly findings: Readonly<Record<Severity, number>>;
  /** Only those of which there are any. */
  readonly categories: ReadonlyMap<Category, number>;
  /** What findings belong to in taxonomies, in order, each once. */
  readonly mappings: Mappings;
}

/** Counts what is in a report. */
export function summarize({ servers, findings }: DiscoveryReport): Summary {
  const states = countBy(servers, ({ server }) => server.state);
  const risks = countBy(
    servers.flatMap(({ tools }) => tools),
    ({ risk }) => risk,
  );
  const severities = countBy(findings, ({ severity }) => severity);
  const categories = countBy(findings, ({ rule }) => rule.category);
  const mapped = (key: keyof Mappings): readonly string[] =>
    [...new Set(findings.flatMap(({ rule }) => rule.mappings[key]))].toSorted();
  return {
    servers: {
      listed: states.get("listed") ?? 0,
      unasked: states.get("unasked") ?? 0,
      disabled: states.get("disabled") ?? 0,
      failed: states.get("failed") ?? 0,
    },
    tools: bySeverity(risks),
    findings: bySeverity(severities),
    categories: new Map([...categories].toSorted(([one], [other]) => (one < other ? -1 : 1))),
    mappings: {
      cast: mapped("cast"),
      owaspAgentic: mapped("owaspAgentic"),
      owaspLlm: mapped("owaspLlm"),
      nistAiRmf: mapped("nistAiRmf"),
      mitreAtlas: mapped("mitreAtlas"),
    },
  };
}

function countBy<Item, Key>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
): ReadonlyMap<Key, number> {
  return new Map(Array.from(Map.groupBy(items, keyOf), ([key, group]) => [key, group.length]));
}

function bySeverity(counts: ReadonlyMap<Severity, number>): Readonly<Record<Severity, number>> {
  const entries = SEVERITIES.map((severity) => [severity, counts.get(severity) ?? 0] as const);
  return Object.fromEntries(entries) as Record<Severity, number>;
}
