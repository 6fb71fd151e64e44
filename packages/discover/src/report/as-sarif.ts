import { isAbsolute, relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { Location, Log, Notification, Result } from "sarif";
import type { ReachedServer } from "../inventory/inventory.ts";
import type { Rule } from "../rules/rule.ts";
import { RULES } from "../rules/rules.ts";
import { SEVERITIES } from "../taxonomies/severity.ts";
import type { DiscoveryReport, Finding } from "./report.ts";
import { LEVELS, ruleDescriptor, taxonomyComponents } from "./sarif-rules.ts";
import { taxonomyEntries } from "./taxonomy-entries.ts";
import { visible } from "./visible.ts";
import { whyNotListed } from "./why-not-listed.ts";

/** What a SARIF log says of its making. */
export interface SarifOptions {
  /** The version of CapFence. */
  readonly version: string;
  /** Files in this folder get relative URIs, so that the log means the same on every machine. */
  readonly folder: string;
  /** What was looked for. */
  readonly rules?: readonly Rule[];
}

/** A report as a SARIF 2.1.0 log, for code scanning. */
export function asSarif(
  { servers, findings }: DiscoveryReport,
  { version, folder, rules = RULES }: SarifOptions,
): Log {
  const indices = new Map(rules.map(({ id }, index) => [id, index]));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "CapFence",
            version,
            informationUri: "https://capfence.dev",
            rules: rules.map(ruleDescriptor),
            supportedTaxonomies: taxonomyEntries().map(([, { name }], index) => ({ name, index })),
          },
        },
        taxonomies: taxonomyComponents(),
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: servers
              .filter(({ server }) => server.state !== "listed")
              .map(({ server }) => notificationOf(server, folder)),
          },
        ],
        results: findings.map((finding) => resultOf(finding, indices, folder)),
      },
    ],
  };
}

function resultOf(finding: Finding, indices: ReadonlyMap<string, number>, folder: string): Result {
  const { id, rule, severity, message, origin, server, tool } = finding;
  const ruleIndex = indices.get(rule.id);
  const place = tool === undefined ? server : `${server}/${tool}`;
  return {
    ruleId: rule.id,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: LEVELS[severity],
    rank: SEVERITIES.indexOf(severity) * 25,
    message: { text: plain(`${place}: ${message}`) },
    locations: [
      {
        ...physical(origin, folder),
        logicalLocations: [
          {
            name: plain(tool ?? server),
            fullyQualifiedName: plain(place),
            kind: tool === undefined ? "module" : "function",
          },
        ],
      },
    ],
    partialFingerprints: { "capfenceFinding/v1": id },
    properties: { severity },
  };
}

function notificationOf(server: ReachedServer, folder: string): Notification {
  return {
    descriptor: { id: server.state },
    level: server.state === "disabled" ? "note" : "warning",
    message: { text: plain(`${server.name}: ${whyNotListed(server)}`) },
    locations: [physical(server.origin, folder)].filter((place) => Object.keys(place).length > 0),
  };
}

function physical({ file, line }: ReachedServer["origin"], folder: string): Location {
  if (file === undefined) return {};
  const region = line === undefined ? {} : { region: { startLine: line } };
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(file, folder) }, ...region },
  };
}

/** Nothing in it hides, and nothing in it is a link, as `[text](target)` is in messages of SARIF. */
function plain(text: string): string {
  return visible(text).replaceAll("](", "] (");
}

function uriOf(file: string, folder: string): string {
  const nearby = relative(folder, file);
  if (nearby.startsWith("..") || isAbsolute(nearby)) return pathToFileURL(file).href;
  return nearby
    .split(/[/\\]/)
    .map((part) => encodeURIComponent(part.toWellFormed()))
    .join("/");
}
