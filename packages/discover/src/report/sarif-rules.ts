import type { ReportingDescriptor, ReportingDescriptorRelationship, ToolComponent } from "sarif";
import type { Rule } from "../rules/rule.ts";
import type { Severity } from "../taxonomies/severity.ts";
import { taxonomyEntries } from "./taxonomy-entries.ts";

/** How SARIF calls severities. */
export const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
  info: "note",
};

/** From 0 to 10 as code scanning sorts them: above 9 is critical, from 7 high, from 4 medium. */
const SCORES: Readonly<Record<Severity, string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "2.0",
  info: "0.0",
};

/** A rule as SARIF describes rules. */
export function ruleDescriptor(rule: Rule): ReportingDescriptor {
  const { id, title, help, severity, category, mappings } = rule;
  const relationships = taxonomyEntries().flatMap(([key, taxonomy], index) =>
    mappings[key].map((identifier): ReportingDescriptorRelationship => ({
      target: { id: identifier, toolComponent: { name: taxonomy.name, index } },
      kinds: ["relevant"],
    })),
  );
  return {
    id,
    name: id.replaceAll(/(?:^|_)([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase()),
    shortDescription: { text: sentence(title) },
    help: { text: help },
    defaultConfiguration: { level: LEVELS[severity] },
    ...(relationships.length === 0 ? {} : { relationships }),
    properties: {
      // Code scanning shows it as a fault of security, and not of style.
      tags: ["security", category, ...new Set(Object.values(mappings).flat() as string[])],
      "security-severity": SCORES[severity],
    },
  };
}

/** The taxonomies that rules belong to; their places in this list are those that relationships name. */
export function taxonomyComponents(): ToolComponent[] {
  return taxonomyEntries().map(([, { name, version, url, titles }]) => ({
    name,
    version,
    informationUri: url,
    isComprehensive: false,
    taxa: Object.entries(titles).map(([id, title]) => ({
      id,
      name: title,
      shortDescription: { text: sentence(title) },
    })),
  }));
}

function sentence(title: string): string {
  return title.endsWith(".") ? title : `${title}.`;
}
