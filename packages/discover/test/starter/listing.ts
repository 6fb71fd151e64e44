import {
  childEnvironment,
  jsonLog,
  type ListedTool,
  listTools,
  ServerSet,
  type UpstreamSettings,
} from "@capfence/mcp/gateway";

/** The tools that a server lists which is started by a command line. */
export async function listStarted(
  [command = "", ...args]: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<readonly ListedTool[]> {
  const env = childEnvironment(variables, process.env);
  const settings: UpstreamSettings = { kind: "stdio", command, args, env };
  const servers = new ServerSet(jsonLog(process.stderr, "error", Date.now));
  (await servers.prepare(new Map([["server", settings]])))();
  try {
    const [upstream] = servers.upstreams.values();
    if (upstream === undefined) throw new TypeError("there is no server");
    const { catalogue } = await listTools(upstream, { client: { name: "test", version: "1" } });
    return [...catalogue.tools];
  } finally {
    await servers.close();
  }
}
