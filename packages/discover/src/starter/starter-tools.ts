import { type ListedTool, nameFault } from "@capfence/mcp/gateway";
import type { AssessedTool } from "../report/report.ts";
import { NamesInUse } from "./names-in-use.ts";
import { stricterOf, type Treatment, treatmentOf } from "./treatment.ts";
import type { StarterUpstream } from "./upstreams.ts";

/** A tool that the starter policy names. */
export interface StarterTool {
  /** As clients of the gateway see it, and as policies name it. */
  readonly shown: string;
  readonly capability: string;
  readonly treatment: Treatment;
  readonly tool: AssessedTool;
  readonly listed: ListedTool;
}

/** A tool that the starter policy leaves out, so that the gateway hides and denies it. */
interface LeftOut {
  readonly name: string;
  readonly reason: string;
}

/** What the starter policy names of an upstream, and what not. */
export interface StarterTools {
  readonly upstream: StarterUpstream;
  readonly tools: readonly StarterTool[];
  readonly leftOut: readonly LeftOut[];
}

/** Longer ones would not fit into a capability beside the name of the upstream. */
const LONGEST = 100;

/** The tools of upstreams, with capabilities of which no two are the same, and none covers another. */
export function toolsOf(upstreams: readonly StarterUpstream[]): readonly StarterTools[] {
  // As the gateway does where nothing is said of `names`.
  const isPrefixed = upstreams.length > 1;
  return upstreams.map((upstream) => {
    const names = new NamesInUse();
    const leftOut = new Map<string, LeftOut>();
    const tools = new Map<string, StarterTool>();
    for (const { server, tools: assessed, findings } of upstream.servers) {
      for (const { name, reason } of server.unusable) leftOut.set(name, { name, reason });
      const listings = Map.groupBy(server.tools, ({ name }) => name);
      for (const tool of assessed) {
        const { name } = tool;
        const [listed, ...others] = listings.get(name) ?? [];
        const reason = faultOf(name, listed, others);
        if (reason !== undefined && !leftOut.has(name)) leftOut.set(name, { name, reason });
        if (listed === undefined || reason !== undefined) continue;
        const known = tools.get(name);
        const treatment = treatmentOf(tool, findings);
        tools.set(name, {
          shown: isPrefixed ? `${upstream.name}__${name}` : name,
          capability: known?.capability ?? `${upstream.name}.${names.take(segmentOf(name))}`,
          treatment: known === undefined ? treatment : stricterOf(known.treatment, treatment),
          tool,
          listed,
        });
      }
    }
    const named = [...tools.values()].filter(({ tool }) => !leftOut.has(tool.name));
    return { upstream, tools: named, leftOut: [...leftOut.values()] };
  });
}

/** Why a tool cannot be named; undefined if it can. */
function faultOf(
  name: string,
  listed: ListedTool | undefined,
  others: readonly ListedTool[],
): string | undefined {
  if (listed === undefined) return "it is not listed";
  if (others.length > 0) return "it is listed twice";
  if (listed.definition["name"] !== name) return "its definition is that of another tool";
  // In `tools:` of a policy a star stands for more than itself, and nothing takes that from it.
  if (name.includes("*")) return 'its name has a "*", which policies read as any text';
  return nameFault(name);
}

/** One segment of a capability, so that no capability covers another. */
function segmentOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, "_")
    .slice(0, LONGEST);
}
