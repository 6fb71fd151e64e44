import {
  type AssessedServer,
  type AssessedTool,
  type DiscoveryReport,
  riskiestFirst,
  SEVERITIES,
  type ServerOrigin,
  summarize,
} from "@capfence/discover";
import { printable, shortened } from "../printable.ts";
import { shortPath } from "../short-path.ts";
import { alignColumns } from "../table.ts";
import { styled } from "../terminal.ts";
import { findingLines } from "./finding-lines.ts";
import { nextSteps } from "./next-steps.ts";
import { SEVERITY_STYLES } from "./severity-styles.ts";

/** Longer names are cut in columns; findings have them whole. */
const LONGEST = 40;

/** A report for people: servers, tools by risk, what was found, and what to do next, also with a `policy` just written. */
export function reportLines(
  report: DiscoveryReport,
  output: NodeJS.WritableStream,
  policy: string | undefined,
): readonly string[] {
  const { servers, findings } = report;
  const tools = servers.flatMap((server) => server.tools).toSorted(riskiestFirst);
  const toolRows = once(tools.map((tool) => toolRow(tool, output)));
  return [
    ...(servers.length === 0
      ? ["no configuration names a server"]
      : columns(["server", "client", "state", "tools", "where"], servers.map(serverRow), output)),
    ...(tools.length === 0
      ? []
      : ["", ...columns(["risk", "server", "tool", "may", "found"], toolRows, output)]),
    ...findingLines(findings, output),
    "",
    styled(output, "bold", countsOf(report)),
    ...nextSteps(report, output, policy),
  ];
}

function countsOf(report: DiscoveryReport): string {
  const { findings } = summarize(report);
  const counts = SEVERITIES.toReversed()
    .filter((severity) => findings[severity] > 0)
    .map((severity) => `${findings[severity]} ${severity}`);
  return counts.length === 0
    ? "nothing was found in what was listed"
    : `found: ${counts.join(", ")}`;
}

/** What several clients reach under one name stands there once. */
function once(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(rows.map((row) => [row.join("\n"), row])).values()];
}

function columns(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  output: NodeJS.WritableStream,
): readonly string[] {
  const head = titles.map((title) => styled(output, "dim", title));
  return alignColumns([head, ...rows]).split("\n");
}

function serverRow({ server, tools }: AssessedServer): readonly string[] {
  const { name, origin, state, behind, address } = server;
  return [
    cell(name),
    cell(origin.client),
    behind === undefined ? state : `${state}, behind CapFence`,
    state === "listed" ? String(tools.length) : "-",
    shortened(printable(placeOf(origin) ?? address), 2 * LONGEST),
  ];
}

/** Where it is configured; undefined where somebody has named it. */
function placeOf({ file, line }: ServerOrigin): string | undefined {
  if (file === undefined) return undefined;
  return `${shortPath(file)}${line === undefined ? "" : `:${line}`}`;
}

function toolRow(
  { server, name, effects, risk, findings }: AssessedTool,
  output: NodeJS.WritableStream,
): readonly string[] {
  return [
    styled(output, SEVERITY_STYLES[risk], risk),
    cell(server),
    cell(name),
    effects.size === 0 ? "-" : [...effects].join(", "),
    findings.length === 0 ? "-" : String(findings.length),
  ];
}

function cell(text: string): string {
  return shortened(printable(text), LONGEST);
}
