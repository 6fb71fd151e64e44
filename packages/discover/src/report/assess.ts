import type { Inventory, ReachedServer } from "../inventory/inventory.ts";
import type { ExaminedTool } from "../meaning/examined-tool.ts";
import { examineTool } from "../meaning/examine-tool.ts";
import { riskOf } from "../meaning/risk.ts";
import type { Hit, Rule } from "../rules/rule.ts";
import { RULES } from "../rules/rules.ts";
import { worstOf } from "../taxonomies/severity.ts";
import { FindingIds } from "./finding-ids.ts";
import type { AssessedServer, AssessedTool, DiscoveryReport, Finding } from "./report.ts";
import { riskiestFirst, worstFirst } from "./worst-first.ts";

/** A server with its tools, each with its digest, as rules see them. */
interface Examined {
  readonly server: ReachedServer;
  readonly tools: ReadonlyMap<ExaminedTool, string>;
}

/** Looks for everything in all that an agent can reach; what the servers of one client list is judged together. */
export function assess(inventory: Inventory, rules: readonly Rule[] = RULES): DiscoveryReport {
  const examined = inventory.servers.map(examine);
  const byClient = Map.groupBy(examined, ({ server }) => server.origin.client);
  const ids = new FindingIds();
  const servers = examined.map((one) =>
    assessServer(one, byClient.get(one.server.origin.client) ?? [], rules, ids),
  );
  const findings = servers.flatMap(({ findings: own, tools }) => [
    ...own,
    ...tools.flatMap((tool) => tool.findings),
  ]);
  return { servers, findings: findings.toSorted(worstFirst) };
}

function examine(server: ReachedServer): Examined {
  return {
    server,
    tools: new Map(server.tools.map((tool) => [examineTool(server.name, tool), tool.digest])),
  };
}

function assessServer(
  { server, tools }: Examined,
  together: readonly Examined[],
  rules: readonly Rule[],
  ids: FindingIds,
): AssessedServer {
  const others = together.flatMap((one) => [...one.tools.keys()]);
  const assessed = Array.from(tools, ([tool, digest]): AssessedTool => {
    const findings = rules
      .filter((rule) => rule.about === "tool")
      .flatMap((rule) =>
        hitsOf(() => rule.check(tool, others)).map((hit) =>
          findingOf(hit, rule, server, ids, tool.name),
        ),
      )
      .toSorted(worstFirst);
    const base = riskOf(tool.effects);
    const risk = worstOf([base, ...findings.map(({ severity }) => severity)]) ?? base;
    return { ...tool, risk, findings, digest };
  });
  const servers = together.map((one) => one.server);
  const findings = rules
    .filter((rule) => rule.about === "server")
    .flatMap((rule) =>
      hitsOf(() => rule.check(server, servers)).map((hit) => findingOf(hit, rule, server, ids)),
    );
  return {
    server,
    tools: assessed.toSorted(riskiestFirst),
    findings: findings.toSorted(worstFirst),
  };
}

/** What a rule finds; one that fails on a definition has found that nobody can say what it is. */
function hitsOf(check: () => readonly Hit[]): readonly Hit[] {
  try {
    return check();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [{ pointer: "", message: `nobody can say whether this is so: ${reason}` }];
  }
}

function findingOf(
  { pointer, message, severity, evidence }: Hit,
  rule: Rule,
  { name, origin }: ReachedServer,
  ids: FindingIds,
  tool?: string,
): Finding {
  return {
    id: ids.next([rule.id, origin.client, name, tool ?? null, pointer]),
    rule,
    severity: severity ?? rule.severity,
    server: name,
    origin,
    ...(tool === undefined ? {} : { tool }),
    pointer,
    message,
    ...(evidence === undefined ? {} : { evidence }),
  };
}
