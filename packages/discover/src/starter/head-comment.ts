import type { DiscoveryReport } from "../report/report.ts";
import { quoted } from "./quoted.ts";
import type { StarterTools } from "./starter-tools.ts";

/** More lines than this of one kind help nobody; the report has them all. */
const MOST = 50;

/** What stands above the starter policy: what it is for, which names it counts on, and what is not in it. */
export function headComment(
  { servers }: DiscoveryReport,
  upstreams: readonly StarterTools[],
): string {
  const unlisted = servers
    .filter(({ server }) => server.state !== "listed")
    .map(
      ({ server }) =>
        `  ${quoted(server.name)} of ${quoted(server.origin.client)}: ${server.state}`,
    );
  const leftOut = upstreams.flatMap(({ upstream, leftOut: tools }) =>
    tools.map(({ name, reason }) => `  ${quoted(name)} of ${upstream.name}: ${quoted(reason)}`),
  );
  return [
    [
      "What agents may do with the tools that were found, for the MCP gateway in front of their servers.",
      "Nothing that is not named here may run. Read every group, and move what belongs elsewhere.",
    ],
    namesOf(upstreams),
    listOf("Their tools were not listed, so none of them may run:", unlisted),
    listOf("These cannot be used as they are listed, so none of them may run:", leftOut),
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => ` ${line}`).join("\n"))
    .join("\n\n");
}

function namesOf(upstreams: readonly StarterTools[]): readonly string[] {
  const names = upstreams.map(({ upstream }) => {
    const sources = upstream.servers.map(
      ({ server }) => `${quoted(server.name)} of ${quoted(server.origin.client)}`,
    );
    return `  ${upstream.name}: ${[...new Set(sources)].join(", ")}`;
  });
  if (names.length === 0) return [];
  const [only] = upstreams;
  return names.length === 1
    ? [
        `The lock file counts on this name of the server, in upstreams: or as --name ${only?.upstream.name}:`,
        ...names,
        "Its tools have their own names here, as long as the gateway has no other server.",
      ]
    : [
        "It counts on these names in the gateway's upstreams:, which stand before those of the tools:",
        ...listOf("", names).slice(1),
        "With names: { prefix: always } they do so whichever of the servers the gateway has.",
      ];
}

function listOf(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const more = lines.length > MOST ? [`  and ${lines.length - MOST} more`] : [];
  return [title, ...lines.slice(0, MOST), ...more];
}
